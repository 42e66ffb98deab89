import type { LifterConfig } from './lifter-config.ts';
import type { Random } from './random.ts';
import type { Track } from './track.ts';
import type { Handling, TruthHandling } from './truth.ts';

/** Runs `act` and notes what it did and when. */
function noted(kind: Handling, track: Track, act: () => void): TruthHandling {
  const startS = track.tS;
  act();
  return { kind, startS, endS: track.tS };
}

function wait(track: Track, durationS: number): void {
  track.add({ phase: 'handling', durationS });
}

/** Plates go on or off in pairs, one side after the other; each rattles the bar. */
export function loadPlates(track: Track, random: Random, targetKg: number): TruthHandling {
  return noted('plate-loading', track, () => {
    const changeKg = targetKg - track.massKg;
    // Nothing to change: a plate is taken off and put back, as when a lifter thinks again.
    const plateKg = Math.min(10, track.massKg);
    const stepsKg = changeKg === 0 ? [-plateKg, plateKg] : Array<number>(4).fill(changeKg / 4);
    for (const stepKg of stepsKg) {
      const knock = { amplitudeMm: random.between(1, 4), rateHz: random.between(3, 6) };
      track.add({
        phase: 'handling',
        durationS: random.between(0.4, 0.8),
        massKg: Math.max(0, track.massKg + stepKg),
        ripples: [knock],
      });
      wait(track, random.between(1, 3));
    }
  });
}

/** The lifter slides in under the bar and rolls it over the legs: bumps of a few centimetres, part of the weight felt. */
export function slideIn(track: Track, random: Random): TruthHandling {
  return noted('slide-in', track, () => {
    const standMm = track.heightMm;
    track.add({ phase: 'handling', durationS: 1.2, onPlatform: 1 });
    for (let bumps = random.integer(2, 4); bumps > 0; bumps--) {
      const toMm = standMm + random.between(10, 70);
      const durationS = random.between(0.35, 0.8);
      track.add({ phase: 'handling', durationS, toMm, carried: random.between(0.1, 0.6) });
      wait(track, random.between(0.05, 0.4));
      track.add({ phase: 'handling', durationS, toMm: standMm, carried: 0 });
      wait(track, random.between(0.2, 1));
    }
  });
}

/** Someone leans on the bar or pulls at it. */
export function leanOnBar(track: Track, random: Random): TruthHandling {
  return noted('hand-on-bar', track, () => {
    for (let pushes = random.integer(1, 3); pushes > 0; pushes--) {
      track.add({
        phase: 'handling',
        durationS: random.between(0.6, 2.5),
        handN: random.between(20, 120),
        ripples: [{ amplitudeMm: random.between(1, 8), rateHz: random.between(0.7, 2) }],
      });
      wait(track, random.between(0.2, 1));
    }
  });
}

/** Steps with the bar carried, as after un-racking a squat. */
export function walkOut(track: Track, random: Random): TruthHandling {
  return noted('walk-out', track, () => {
    for (let steps = random.integer(2, 4); steps > 0; steps--) {
      const ripples = [{ amplitudeMm: random.between(6, 18), rateHz: random.between(1.4, 2) }];
      track.add({ phase: 'handling', durationS: random.between(0.7, 1), ripples });
      wait(track, random.between(0.1, 0.4));
    }
  });
}

/** Takes the weight; from a rack also lifts the bar off its hooks and brings it to where the lift begins. */
export function unRack(track: Track, config: LifterConfig, random: Random, toMm: number): TruthHandling {
  return noted('un-rack', track, () => {
    track.add({ phase: 'handling', durationS: random.between(0.4, 0.7), carried: 1, onPlatform: 1 });
    if (config.rackMm === null) return;
    const clearMm = config.rackMm + random.between(15, 35);
    track.add({ phase: 'handling', durationS: random.between(0.4, 0.7), toMm: clearMm });
    wait(track, random.between(0.1, 0.4));
    track.add({ phase: 'handling', durationS: 0.5 + Math.abs(toMm - clearMm) / 250, toMm });
    wait(track, random.between(0.3, 0.8));
  });
}

/** Brings the bar back onto the hooks, or puts the weight down where it stands. */
export function reRack(track: Track, config: LifterConfig, random: Random): TruthHandling {
  return noted('re-rack', track, () => {
    if (config.rackMm !== null) {
      const clearMm = config.rackMm + random.between(15, 35);
      track.add({ phase: 'handling', durationS: 0.6 + Math.abs(clearMm - track.heightMm) / 250, toMm: clearMm });
      wait(track, random.between(0.1, 0.5));
      track.add({ phase: 'handling', durationS: random.between(0.3, 0.5), toMm: config.rackMm });
    }
    track.add({ phase: 'handling', durationS: random.between(0.2, 0.5), carried: 0 });
  });
}
