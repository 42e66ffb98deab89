import type { ChannelReason, Reason } from './reasons.ts';

/** The measured quantities: where the bar is, and how hard it presses on the load cell. */
export type Channel = 'height' | 'force';
export type ChannelStatus = 'ok' | 'unreliable' | 'absent';
/** bar: between bar and lifter; platform: carries bar and lifter; hooks: carries the bar while racked; none: no load cell. */
export type ForceMount = 'bar' | 'platform' | 'hooks' | 'none';
export type Verdict = 'counted' | 'partial' | 'doubtful' | 'rejected';
export type Phase = 'rest' | 'ascending' | 'lockout' | 'descending';

/**
 * What happens to the core, in order of arrival. Each channel's `atUs` ascends; the two may interleave by
 * about 100 ms. Times are microseconds of one monotonic clock (see `unwrapMicros`).
 */
export type Input =
  /** One reading of the distance sensor. `flags` other than 0: the device itself doubts it, so it is not used. */
  | { readonly kind: 'height'; readonly atUs: number; readonly heightMm: number; readonly flags?: number }
  /** One reading of the load cell; of two cells their sum. `leftForceN`: what of it the left one carries. */
  | {
      readonly kind: 'force';
      readonly atUs: number;
      readonly forceN: number;
      readonly leftForceN?: number;
      readonly flags?: number;
    }
  /** Samples of a channel between `fromUs` and `atUs` are known to be missing. */
  | { readonly kind: 'gap'; readonly channel: Channel; readonly fromUs: number; readonly atUs: number }
  /** Time passes though no sample came. */
  | { readonly kind: 'tick'; readonly atUs: number }
  /** A trainer, a change of exercise or the shut-down ends the set: settle now. */
  | { readonly kind: 'end-set'; readonly atUs: number };

/** What the core needs to know of an exercise; the full profiles (cues, set-up) live with the contracts. */
export interface ExerciseProfile {
  readonly name: string;
  /** Where the bar is before the first rep. `either` when the exercise doesn't say. */
  readonly liftStart: 'bottom' | 'top' | 'either';
  /** Shortest range of motion that can be a rep of this exercise. */
  readonly romMinMm: number;
  /** Longest range that is plausible; beyond it the movement is doubtful. */
  readonly romMaxMm: number;
  /** Share of the left side beyond 50 % by more than this is `uneven`; null or absent for exercises that are uneven by nature. */
  readonly unevenBeyondPercent?: number | null;
}

/** A member's own top and range of an exercise, kept from set to set by the caller (see `learn`). */
export interface LearnedRange {
  readonly topMm: number;
  readonly romMm: number;
  /** How many sets it stands for; at most as many as are remembered. */
  readonly sets: number;
}

export interface CoreOptions {
  readonly profile: ExerciseProfile;
  readonly forceMount: ForceMount;
  /** How much later than the true movement a reading of the channel is stamped. */
  readonly heightLagMs: number;
  readonly forceLagMs: number;
  readonly targetHoldS: number;
  /** Of earlier sets of this member and exercise. A set that contradicts it (another bench, another pad) goes by its own reps. */
  readonly learned?: LearnedRange;
}

/** What a concentric phase took. Only with a load cell between bar and lifter: on a platform the body's own movement is in the force. */
export interface Effort {
  readonly meanForceN: number;
  readonly peakForceN: number;
  /** Power of the bar, F v; the body's own mass moves too, and the lifter's power is higher. */
  readonly meanPowerW: number;
  readonly peakPowerW: number;
  readonly workJ: number;
}

/** Means over the counted reps, in seconds; null where none was measured. */
export interface Tempo {
  readonly concentricS: number | null;
  readonly holdS: number | null;
  readonly eccentricS: number | null;
  /** At the bottom, from one rep to the next. */
  readonly pauseS: number | null;
}

/** One movement of the bar, up and down again, whatever became of it. Unknown quantities are null, never 0. */
export interface Movement {
  /** Which counted rep of its set it is; null when it isn't counted. */
  readonly n: number | null;
  readonly verdict: Verdict;
  /** Why; empty for a counted rep without remark. */
  readonly reasons: readonly Reason[];
  /** Remarks on form: `short-of-lockout`, `hold-missed`, `overshoot`, `rocking`, `dropped`, `uneven`, `stalled`, `gap`, `force-only`. */
  readonly flags: readonly string[];
  /** The concentric phase begins. */
  readonly startUs: number;
  /** Lockout is reached; null when it wasn't. */
  readonly lockoutUs: number | null;
  /** Down again; null while it isn't, or when the set ended before. */
  readonly endUs: number | null;
  /** Height of the top: the level of the hold, or the highest point without one. */
  readonly topMm: number | null;
  readonly romMm: number | null;
  readonly concentricS: number | null;
  readonly holdS: number | null;
  readonly eccentricS: number | null;
  readonly meanVelocityMps: number | null;
  readonly meanPropulsiveVelocityMps: number | null;
  readonly peakVelocityMps: number | null;
  /** Static weight that it was lifted with; null without a cell that shows it. */
  readonly loadKg: number | null;
  /** What the left of two load cells carried in the concentric phase, 0 to 100; null with one cell. */
  readonly leftSharePercent: number | null;
  /** Absent without a load cell that shows it. */
  readonly effort?: Effort;
}

/** A counted movement. */
export interface Rep extends Movement {
  readonly n: number;
  readonly verdict: 'counted';
  readonly lockoutUs: number;
}

/** Whether the times of force and height agree, as the movement of a set shows. */
export interface LagWatch {
  /** How much later the force is stamped than the configured lags say; negative when earlier. */
  readonly forceLateMs: number;
  /** The true value is within this of it in 19 cases of 20. */
  readonly errorMs: number;
  /** So far off, beyond its error, that velocity and hold suffer: calibrate the lag again. */
  readonly shifted: boolean;
}

export interface SetResult {
  readonly startUs: number;
  readonly endUs: number;
  readonly countedReps: number;
  /** Median over the counted reps of the static weight on the load cell: bar and plates, on a `platform` the lifter too; null without a cell. */
  readonly loadKg: number | null;
  /** Every movement of the set in order of time, with its settled verdict. */
  readonly movements: readonly Movement[];
  /** Loss of mean velocity of the last counted rep against the fastest; null below two reps. */
  readonly velocityLossPercent: number | null;
  /** Concentric phase, hold and eccentric phase of the counted reps, summed. */
  readonly timeUnderTensionS: number | null;
  readonly tempo?: Tempo;
  /** Mean over the counted reps, 0 to 100; null with one load cell. */
  readonly leftSharePercent: number | null;
  /** Null without a force that follows the movement, and below three counted reps. */
  readonly lag: LagWatch | null;
}

export type CoreEvent =
  /** `startUs`: when its first movement began, which is seen only later. */
  | { readonly kind: 'set-started'; readonly atUs: number; readonly startUs: number }
  /**
   * The rep is counted here. `atUs` is when it was seen, `rep.lockoutUs` when it happened. Told once more, with the same `n`, where the bar goes on
   * and what was announced turns out to be a stall or a dip.
   */
  | { readonly kind: 'lockout-reached'; readonly atUs: number; readonly rep: Rep }
  | { readonly kind: 'hold-met'; readonly atUs: number; readonly n: number }
  | { readonly kind: 'hold-ended'; readonly atUs: number; readonly n: number; readonly holdS: number }
  | { readonly kind: 'rep-completed'; readonly atUs: number; readonly rep: Rep }
  /** A movement that wasn't counted. */
  | { readonly kind: 'movement'; readonly atUs: number; readonly movement: Movement }
  | { readonly kind: 'set-ended'; readonly atUs: number; readonly set: SetResult }
  | {
      readonly kind: 'channel';
      readonly atUs: number;
      readonly channel: Channel;
      readonly status: ChannelStatus;
      /** Why it isn't `ok`; of one that is, that single readings of it are being rejected, else null. */
      readonly reason: ChannelReason | null;
    };

/** What a screen shows between the events. */
export interface LiveView {
  readonly atUs: number;
  readonly heightMm: number | null;
  readonly velocityMps: number | null;
  readonly forceN: number | null;
  readonly phase: Phase;
  /** The bar has come to rest in its concentric phase, short of lockout. */
  readonly stalled: boolean;
  /** Length of the hold that is running, or of the last one of the current rep. */
  readonly holdS: number;
  readonly countedReps: number;
  readonly topMm: number | null;
  readonly bottomMm: number | null;
  /** Between the sets the steady weight on the cell; in a set the weight of its reps, null until the first is down. Null without a load or a cell. */
  readonly loadKg: number | null;
  readonly inSet: boolean;
  readonly channels: Readonly<Record<Channel, ChannelStatus>>;
  /** Single readings that were far off and rejected, so far. */
  readonly leftOut: Readonly<Record<Channel, number>>;
}

/** The result of a whole recording. */
export interface Analysis {
  /** The worst that each channel has been; `absent` when it never delivered. */
  readonly channels: Readonly<Record<Channel, ChannelStatus>>;
  /** Single readings of each that were far off and rejected. */
  readonly leftOut: Readonly<Record<Channel, number>>;
  readonly countedReps: number;
  readonly sets: readonly SetResult[];
  /** Every movement, inside and outside of sets. */
  readonly movements: readonly Movement[];
}
