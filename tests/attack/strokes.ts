/** Ways from one level to another at 1 kHz, none of them minimum jerk. Millimetres from 0 to `rangeMm`. */
import type { Dice } from './dice.ts';

export const G = 9.80665;
export type Stroke = 'muscle' | 'snap' | 'triangle' | 'trapezoid' | 'front' | 'late' | 'sticking' | 'grind';
export const USUAL: readonly Stroke[] = ['muscle', 'snap', 'triangle', 'trapezoid', 'front', 'late', 'sticking'];

/** Velocity over the share of time, in any unit. */
function profile(dice: Dice, kind: Stroke): (u: number) => number {
  switch (kind) {
    case 'snap':
      return (u) => (u * (1 - u)) ** 3;
    case 'triangle': {
      const peak = dice.from(0.3, 0.6);
      return (u) => (u < peak ? u / peak : (1 - u) / (1 - peak));
    }
    case 'trapezoid': {
      const edge = dice.from(0.15, 0.3);
      return (u) => Math.min(1, u / edge, (1 - u) / edge);
    }
    case 'front': {
      const a = dice.from(1, 1.6);
      const b = dice.from(1.8, 2.8);
      return (u) => u ** a * (1 - u) ** b;
    }
    case 'late': {
      const a = dice.from(1.6, 2.6);
      const b = dice.from(1, 1.4);
      return (u) => u ** a * (1 - u) ** b;
    }
    case 'sticking': {
      const at = dice.from(0.45, 0.65);
      const deep = dice.from(0.5, 0.8);
      return (u) => (u * (1 - u)) ** 1.2 * (1 - deep * Math.exp(-(((u - at) / 0.13) ** 2)));
    }
    case 'grind': {
      const slow = dice.from(0.1, 0.2);
      return (u) => {
        const start = Math.max(0, u * (0.25 - u)) * 64;
        const end = Math.max(0, (u - 0.75) * (1 - u)) * 64;
        return Math.min(1, u / 0.04, (1 - u) / 0.02) * (slow + start * (1 - slow) + end * (1 - slow));
      };
    }
    case 'muscle':
      throw new Error('integrated, not a profile');
  }
}

function integrate(velocity: (u: number) => number, rangeMm: number, seconds: number): number[] {
  const n = Math.max(2, Math.round(seconds * 1000));
  const path: number[] = [];
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    sum += Math.max(0, velocity((i + 0.5) / n));
    path.push(sum);
  }
  return path.map((each) => (each / sum) * rangeMm);
}

/** Hardest braking in m/s². */
function brake(path: readonly number[]): number {
  let most = 0;
  for (let i = 10; i + 10 < path.length; i += 1) {
    most = Math.max(most, -(path[i + 10]! - 2 * path[i]! + path[i - 10]!) * 10);
  }
  return most;
}

/** Force of a muscle against mass and gravity: falls with speed, sags where the lift is hardest, and is taken back in time for the lockout. */
function muscle(dice: Dice, rangeMm: number, seconds: number): number[] {
  const span = rangeMm / 1000;
  const sag = dice.from(0.55, 0.85);
  const deep = dice.from(0.2, 0.6);
  const omega = 2 * Math.PI * dice.from(1.4, 2.4);
  const zeta = dice.from(0.8, 1.05);
  let spare = 0.25;
  let path: number[] = [];
  // The strength that takes about so long.
  for (let round = 0; round < 12; round += 1) {
    path = [];
    let [x, v, a] = [0, 0, 0];
    for (let i = 0; i < 15_000; i += 1) {
      const share = x / span;
      const push = spare * G * (1 - deep * Math.exp(-(((share - sag) / 0.15) ** 2))) - v * spare * 6;
      const settle = omega * omega * (span - x) - 2 * zeta * omega * v;
      const wanted = Math.max(-0.8 * G, Math.min(Math.max(push, v < 0.05 ? 0.4 : -9), settle));
      a += (wanted - a) / 40;
      v += a / 1000;
      x += v / 1000;
      path.push(x * 1000);
      if (Math.abs(span - x) < 0.0006 && Math.abs(v) < 0.002) break;
    }
    const took = path.findIndex((each) => each > 0.95 * rangeMm) / 1000;
    const ratio = took / (0.85 * seconds);
    if (Math.abs(ratio - 1) < 0.05) break;
    spare = Math.min(2.5, Math.max(0.04, spare * ratio ** 1.3));
  }
  return path;
}

/** A carried bar can't be braked harder than gravity does: too quick a stroke takes longer. */
export function stroke(dice: Dice, kind: Stroke, rangeMm: number, seconds: number): number[] {
  if (kind === 'muscle') return muscle(dice, rangeMm, seconds);
  const velocity = profile(dice, kind);
  let took = seconds;
  let path = integrate(velocity, rangeMm, took);
  while (brake(path) > 0.85 * G) {
    took *= 1.04;
    path = integrate(velocity, rangeMm, took);
  }
  return path;
}

/** Down: the same shapes, with the braking at the bottom free and the fall limited by gravity. */
export function lowering(dice: Dice, kind: Stroke, rangeMm: number, seconds: number): number[] {
  const shape = kind === 'muscle' || kind === 'grind' ? 'front' : kind;
  let path = stroke(dice, shape, rangeMm, seconds).map((each) => -each);
  for (let took = seconds * 1.1; brake(path) > 0.9 * G; took *= 1.1) {
    path = stroke(dice, 'snap', rangeMm, took).map((each) => -each);
  }
  return path;
}

/** Let go: free fall with a little drag, until the floor. */
export function falling(rangeMm: number, share = 0.95): number[] {
  const path: number[] = [];
  for (let i = 1; ; i += 1) {
    const fell = 0.5 * share * G * (i / 1000) ** 2 * 1000;
    if (fell >= rangeMm) break;
    path.push(-fell);
  }
  path.push(-rangeMm);
  return path;
}
