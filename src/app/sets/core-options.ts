/** What the core is told: by a bay's configuration, or by the header of a recording. The only two ways in. */
import type { ExerciseName } from '../../contracts/common.ts';
import type { BayConfig } from '../../contracts/config.ts';
import { exercises } from '../../contracts/exercises.ts';
import type { RecordingHeader } from '../../contracts/recording.ts';
import type { CoreOptions } from '../../core/index.ts';

export function bayOptions(bay: BayConfig, exercise: ExerciseName): CoreOptions {
  const profile = exercises[exercise];
  return {
    profile,
    forceMount: bay.load.sensor === 'none' ? 'none' : bay.load.mount,
    heightLagMs: bay.distance.lagMs,
    forceLagMs: bay.load.lagMs,
    targetHoldS: bay.targetHoldS ?? profile.targetHoldS,
  };
}

/** Our own recordings say the lags of their sensors; those of others don't, and none is guessed. */
export function recordingOptions(header: RecordingHeader): CoreOptions {
  const profile = exercises[header.exercise];
  const further = (key: string, fallback: number) => {
    const value = Number(header.further[key]);
    return header.further[key] !== undefined && Number.isFinite(value) && value >= 0 ? value : fallback;
  };
  return {
    profile,
    forceMount: header.forceMount,
    heightLagMs: further('height_lag_ms', 0),
    forceLagMs: further('force_lag_ms', 0),
    targetHoldS: further('target_hold_s', profile.targetHoldS),
    ...learnedOf(header),
  };
}

/** The range that the member had learned before the set; without it the same recording would be judged otherwise. */
function learnedOf({ further }: RecordingHeader): Pick<CoreOptions, 'learned'> {
  const [topMm, romMm, sets] = ['learned_top_mm', 'learned_rom_mm', 'learned_sets'].map((key) =>
    further[key] === undefined ? Number.NaN : Number(further[key]),
  ) as [number, number, number];
  const isThere = Number.isFinite(topMm) && romMm > 0 && Number.isInteger(sets) && sets > 0;
  return isThere ? { learned: { topMm, romMm, sets } } : {};
}

/** The header of a recording made with these options, so that it is analysed with the same ones. */
export function recordingHeader(
  core: CoreOptions,
  title: string,
  source: string,
  further: Record<string, string> = {},
): RecordingHeader {
  return {
    title,
    source,
    exercise: core.profile.name as ExerciseName,
    forceMount: core.forceMount,
    further: {
      ...further,
      height_lag_ms: String(core.heightLagMs),
      force_lag_ms: String(core.forceLagMs),
      target_hold_s: String(core.targetHoldS),
      ...(core.learned && {
        learned_top_mm: String(core.learned.topMm),
        learned_rom_mm: String(core.learned.romMm),
        learned_sets: String(core.learned.sets),
      }),
    },
  };
}
