/** The core's options from a bay's configuration. The other way in is the header of a recording (`contracts/recording-options.ts`). */
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
