/**
 * The bar at 1 kHz, written from left to right: height, the share of its weight that the lifter carries, and the mass on it.
 * Where floor, bench or hooks carry, the cell reads only what is left for it.
 */
import { hardest, type Profile, sampled } from './lifter-shapes.ts';

export const STEP_S = 0.001;
export const G = 9.81;

/** Where a rep lies in the script; `lifter-truth.ts` measures it from the path itself. */
export interface RepNote {
  /** The way up begins (step). */
  from: number;
  /** The script is at the top. */
  top: number;
  /** The way down begins. */
  leave: number;
  /** The way down has ended. */
  to: number;
  /** The level that it is held at, and the one that it leaves from; null when it only turns. */
  levelMm: number | null;
  leaveLevelMm: number | null;
  countable: boolean | 'either';
  /** The bar swings at the top: its swing may be called rocking or overshoot. */
  swings: boolean;
  /** Velocity has two right answers (a stop in mid-rep). */
  paused: boolean;
  set: number;
}

export interface Stage {
  heightMm: number[];
  /** Whip of the bar's end at the plate: seen by the sensor, hardly felt by the cell. */
  whipMm: number[];
  /** 0: lies on a support, 1: carried. */
  carry: number[];
  /** 1 where the bar's acceleration goes through the lifter, 0 where a support takes it. */
  own: number[];
  massKg: number[];
  notes: RepNote[];
  nowMm: number;
  nowCarry: number;
  nowOwn: number;
  nowKg: number;
  set: number;
}

export function stageAt(heightMm: number, massKg: number, carry: number): Stage {
  return {
    heightMm: [],
    whipMm: [],
    carry: [],
    own: [],
    massKg: [],
    notes: [],
    nowMm: heightMm,
    nowCarry: carry,
    nowOwn: carry >= 1 ? 1 : 0,
    nowKg: massKg,
    set: 0,
  };
}

export const stepsOf = (durationS: number): number => Math.max(1, Math.round(durationS / STEP_S));
export const nowOf = (stage: Stage): number => stage.heightMm.length;
export const secondsOf = (stage: Stage): number => stage.heightMm.length * STEP_S;

function put(stage: Stage, heightMm: number): void {
  stage.nowMm = heightMm;
  stage.heightMm.push(heightMm);
  stage.whipMm.push(0);
  stage.carry.push(stage.nowCarry);
  stage.own.push(stage.nowOwn);
  stage.massKg.push(stage.nowKg);
}

/** Stays for a while, sinking by `sinkMm` evenly. */
export function stay(stage: Stage, durationS: number, sinkMm = 0): void {
  const count = stepsOf(durationS);
  const from = stage.nowMm;
  for (let i = 1; i <= count; i += 1) {
    const u = i / count;
    put(stage, from - sinkMm * u * u * (3 - 2 * u));
  }
}

/** Moves by a profile. A bar that is carried and not strapped can't brake harder than g upward: such a stroke takes longer. */
export function move(stage: Stage, toMm: number, durationS: number, profile: Profile, brakeLimit = 0.85 * G): number {
  const byMm = toMm - stage.nowMm;
  const { brake, drive } = hardest(profile);
  const downward = byMm < 0;
  const size = Math.abs(byMm) / 1000;
  const least = Math.sqrt((size * (downward ? drive : brake)) / brakeLimit);
  const pushed = Math.sqrt((size * (downward ? brake : drive)) / (2 * G));
  const takes = stage.nowOwn > 0 ? Math.max(durationS, least, pushed) : durationS;
  const path = sampled(profile, stepsOf(takes));
  const from = stage.nowMm;
  for (const share of path) put(stage, from + byMm * share);
  return takes;
}

/** Reaches `levelMm` with a speed, passes it, swings around it as a damped oscillator. Stops after `durationS`. */
export function swingThrough(
  stage: Stage,
  levelMm: number,
  durationS: number,
  profile: Profile,
  swing: { overshootMm: number; ringHz: number; damping: number; durationS: number },
): number {
  // The overshoot can't be braked harder than about g.
  const hz = Math.min(swing.ringHz, Math.sqrt((9.2 * 1000) / swing.overshootMm) / (2 * Math.PI));
  const omega = 2 * Math.PI * hz;
  const damped = omega * Math.sqrt(1 - swing.damping ** 2);
  const quarter = Math.atan2(damped, swing.damping * omega) / damped;
  const speed =
    (swing.overshootMm * damped) / (Math.exp(-swing.damping * omega * quarter) * Math.sin(damped * quarter));
  const byMm = levelMm - stage.nowMm;
  // The stroke must cover its way with the final speed reached smoothly.
  const takes = Math.min(durationS, (1.7 * byMm) / speed);
  const count = stepsOf(takes);
  const ramp = (u: number): number => u * u * (3 - 2 * u);
  const base = sampled(profile, count);
  let ramped = 0;
  const from = stage.nowMm;
  const rest = byMm - speed * takes * 0.5;
  for (let i = 0; i < count; i += 1) {
    ramped += speed * ramp((i + 0.5) / count) * STEP_S;
    put(stage, from + rest * base[i]! + ramped);
  }
  const at = nowOf(stage);
  for (let i = 1; i <= stepsOf(swing.durationS); i += 1) {
    const t = i * STEP_S;
    // The lifter's own damping ends the swing: it fades out over its last 40 %.
    const fade = ramp(Math.min(1, (1 - t / swing.durationS) / 0.4));
    put(stage, levelMm + fade * (speed / damped) * Math.exp(-swing.damping * omega * t) * Math.sin(damped * t));
  }
  return at;
}

/** Hands weight over between lifter and support while the bar stands still. */
export function handOver(stage: Stage, durationS: number, toCarry: number): void {
  const from = stage.nowCarry;
  const count = stepsOf(durationS);
  stage.nowOwn = 0;
  for (let i = 1; i <= count; i += 1) {
    const u = i / count;
    stage.nowCarry = from + (toCarry - from) * u * u * (3 - 2 * u);
    put(stage, stage.nowMm);
  }
  stage.nowOwn = toCarry >= 1 ? 1 : 0;
}

/** Adds a smooth back-and-forth of `byMm` over the last `durationS`, for sway, rocking and whip. */
export function overlay(values: number[], from: number, to: number, at: (t: number) => number): void {
  for (let i = Math.max(0, from); i < Math.min(values.length, to); i += 1) values[i]! += at((i - from) * STEP_S);
}

/** Three equal poles: muscles, pads and steel round every corner. */
export function rounded(values: readonly number[], tauS: number): Float64Array {
  const out = new Float64Array(values.length);
  const gain = 1 - Math.exp(-STEP_S / tauS);
  let a = values[0] ?? 0;
  let b = a;
  let c = a;
  for (let i = 0; i < values.length; i += 1) {
    a += gain * (values[i]! - a);
    b += gain * (a - b);
    c += gain * (b - c);
    out[i] = c;
  }
  return out;
}
