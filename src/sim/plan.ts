import type { LifterConfig } from './lifter-config.ts';
import type { Segment } from './motion.ts';
import { minimumJerk } from './motion.ts';
import { leanOnBar, loadPlates, reRack, slideIn, unRack, walkOut } from './plan-handling.ts';
import { drawn, planReps } from './plan-reps.ts';
import type { Random } from './random.ts';
import { Track } from './track.ts';
import type { TruthHandling, TruthSet } from './truth.ts';
import { truthOfRep } from './truth.ts';

/** One set with the handling before and after it and the rest that follows. */
interface Round {
  segments: readonly Segment[];
  set: TruthSet | null;
  handling: readonly TruthHandling[];
}

function startMm(config: LifterConfig): number {
  return config.start === 'bottom' ? config.bottomMm : config.bottomMm + config.romMm;
}

function constant(value: number) {
  return { from: value, to: value };
}

/** Whether the lifter has to come in under the bar first, and is off the platform until then. */
function slidesIn(config: LifterConfig): boolean {
  return (config.handling['slide-in'] ?? 0) > 0;
}

/** The bar as it waits before the first set; bare when the plates are still to come. */
export function quietStart(config: LifterConfig): Segment {
  const bare = config.handling['plate-loading'] === 1 && config.handlingFromSet === 1;
  return {
    phase: 'rest',
    startS: 0,
    durationS: config.leadS,
    heightMm: constant(config.rackMm ?? startMm(config)),
    carried: constant(0),
    massKg: constant(bare ? config.barMassKg : config.massKg),
    onPlatform: constant(slidesIn(config) ? 0 : 1),
    handN: 0,
    ripples: [],
    curve: minimumJerk,
  };
}

/** The bar as it waits when the last set is done. */
export function quietEnd(last: Segment): Segment {
  const track = new Track(last);
  return track.add({ phase: 'rest', durationS: 60 });
}

/** Plans the round of set `setNumber` (from 1), following on `last`. */
export function planRound(config: LifterConfig, random: Random, last: Segment, setNumber: number): Round {
  const track = new Track(last);
  const handling: TruthHandling[] = [];
  const massKg = config.massKg + config.massStepKg * (setNumber - 1);
  const wants = (kind: keyof LifterConfig['handling']) =>
    setNumber >= config.handlingFromSet && random.chance(config.handling[kind] ?? 0);

  if (wants('plate-loading')) handling.push(loadPlates(track, random, massKg));
  else if (track.massKg !== massKg) track.add({ phase: 'rest', durationS: 1, massKg });
  if (wants('slide-in')) handling.push(slideIn(track, random));
  if (wants('hand-on-bar')) handling.push(leanOnBar(track, random));

  const count = Math.round(drawn(config.reps, random));
  let set: TruthSet | null = null;
  if (count > 0 || config.rackMm !== null) {
    handling.push(unRack(track, config, random, startMm(config)));
    if (wants('walk-out')) handling.push(walkOut(track, random));
    const planned = planReps(track, config, random, count);
    if (wants('walk-out')) handling.push(walkOut(track, random));
    handling.push(reRack(track, config, random));
    const { segments } = track;
    const reps = planned.map((rep) => {
      // The hold ends where the bar is moved on, or, where it is only let go, with the wait at the top itself.
      const next = segments[segments.indexOf(rep.top) + 1];
      const leaving = next && next.heightMm.from !== next.heightMm.to ? next : rep.top;
      return truthOfRep({ ...rep, leaving }, config.edgeMm);
    });
    if (reps.length > 0) set = { startS: reps[0]!.startS, endS: reps.at(-1)!.endS, massKg, reps };
  }
  const restS = drawn(config.restS, random);
  const stepsOffS = Math.min(1, restS / 2);
  track.add({ phase: 'rest', durationS: stepsOffS, onPlatform: slidesIn(config) ? 0 : 1 });
  track.add({ phase: 'rest', durationS: restS - stepsOffS });
  return { segments: track.segments, set, handling };
}
