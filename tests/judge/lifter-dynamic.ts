/**
 * A way up as forces make it: muscles that build up within a tenth of a second, a strength that sags in the sticking region, braking
 * as late as the lifter dares, and hips that lock against a stop with spring and damping. Integrated at 0.25 ms.
 */
import { G, nowOf, STEP_S, type Stage, stay } from './lifter-stage.ts';
import type { Random } from './random.ts';

export interface Drive {
  /** Net acceleration of the push at full strength, m/s². */
  push: number;
  riseS: number;
  stickingAt: number;
  stickingDepth: number;
  /** Braking before the stop, m/s², at most g. */
  brake: number;
  /** The hips' own spring at lockout. */
  stopHz: number;
  stopDamping: number;
}

/** A drive that takes about `upS` for `romMm`. */
export function drawDrive(random: Random, romMm: number, upS: number): Drive {
  return {
    push: ((3.2 * romMm) / 1000 / upS ** 2) * random.range(0.85, 1.2),
    riseS: random.range(0.04, 0.15),
    stickingAt: random.range(0.35, 0.6),
    stickingDepth: random.range(0, 0.9),
    brake: Math.min(0.8 * G, ((5 * romMm) / 1000 / upS ** 2) * random.range(0.8, 1.3)),
    stopHz: random.range(1.8, 3.5),
    stopDamping: random.range(0.35, 0.9),
  };
}

/** Drives the bar up to `levelMm` and lets it settle there; the step at which the stop takes over. */
export function driveUp(stage: Stage, levelMm: number, drive: Drive, settleS: number): number {
  const fromMm = stage.nowMm;
  const rom = (levelMm - fromMm) / 1000;
  const omega = 2 * Math.PI * drive.stopHz;
  const parts = 4;
  const dt = STEP_S / parts;
  let x = 0;
  let v = 0;
  let braking = false;
  let caught = -1;
  let t = 0;
  const begin = nowOf(stage);
  for (let step = 0; step < 8000; step += 1) {
    for (let part = 0; part < parts; part += 1) {
      const left = rom - x;
      const sag = 1 - drive.stickingDepth * Math.exp(-(((x / rom - drive.stickingAt) / 0.13) ** 2));
      let a = drive.push * (1 - Math.exp(-t / drive.riseS)) * sag;
      // Heavy bars keep moving: some speed is always won, even in the sticking region.
      if (v < 0.04) a = Math.max(a, 0.3 * drive.push * (1 - Math.exp(-t / drive.riseS)));
      braking ||= v * v > 2 * drive.brake * Math.max(0.001, left - 0.015);
      if (braking) a = v > 0.12 ? -drive.brake : 0;
      if (caught >= 0 || left < 0.012) {
        if (caught < 0) caught = begin + step;
        a = Math.max(-0.95 * G, -omega * omega * (x - rom) - 2 * drive.stopDamping * omega * v);
      }
      v += a * dt;
      x += v * dt;
      t += dt;
    }
    stay(stage, STEP_S);
    stage.heightMm[stage.heightMm.length - 1] = fromMm + x * 1000;
    stage.nowMm = fromMm + x * 1000;
    if (caught >= 0 && (nowOf(stage) - caught) * STEP_S >= settleS) break;
  }
  stage.nowMm = fromMm + x * 1000;
  return caught < 0 ? nowOf(stage) : caught;
}
