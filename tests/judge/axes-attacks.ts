/** What somebody thought of who wanted the count to be wrong. */
import { type Axis, axis, noTruth, overshootEither, timesOf } from './axes-kit.ts';
import { wholeSet } from './axes-lifts.ts';
import { lay, takeUp } from './lifter-rep.ts';
import { drawLifter, idle, lapOf, performSet } from './lifter-set.ts';
import { lowering, nearStall } from './lifter-shapes.ts';
import { handOver, move, STEP_S, stageAt, stay } from './lifter-stage.ts';
import type { Random } from './random.ts';
import { ghosts, turned } from './sensor-faults.ts';
import { hx711 } from './sensor-force.ts';
import { encoder, type Intruder, vl53l1x } from './sensor-height.ts';

/** The string of an encoder pulled by hand and let back: quicker or slower than a lift. */
function tug(random: Random, barMm: number, fromS: number): Intruder {
  const outS = random.range(0.25, 0.8);
  const staysS = random.range(0, 0.6);
  const byMm = random.range(60, 350);
  const ease = (u: number): number => u * u * (3 - 2 * u);
  return {
    fromS,
    toS: fromS + 2 * outS + staysS,
    edgeS: 0,
    heightMm: (t) => {
      const s = t - fromS;
      if (s < outS) return barMm + byMm * ease(s / outS);
      return barMm + byMm * (s < outS + staysS ? 1 : ease(Math.max(0, (2 * outS + staysS - s) / outS)));
    },
  };
}

export const ATTACKS: Axis[] = [
  axis(
    'attacks',
    'grinding-1rm',
    (random) => ({
      ...wholeSet(random, {
        massKg: random.range(150, 260),
        reps: random.int(1, 2),
        upS: random.range(3.5, 6.5),
        downS: random.range(1, 2.5),
        romMm: random.range(250, 420),
        rise: nearStall,
        holdS: random.range(0.4, 1.5),
      }),
      // A single slow rise without a cell could be anything in the beam.
      force: hx711(random),
    }),
    ['announce'],
  ),
  axis('attacks', 'ghosts-20%', (random) => {
    const played = wholeSet(random);
    const ghostMm = played.lifter.bottomMm + random.range(-250, 700);
    return { ...played, height: vl53l1x(random), heightFaults: [ghosts(0.2, ghostMm)] };
  }),
  axis('attacks', 'turned-cell', (random) => ({ ...wholeSet(random), force: hx711(random), forceFaults: [turned] })),
  axis(
    'attacks',
    'sensor-4hz',
    (random) => ({
      ...wholeSet(random, { upS: random.range(0.7, 1.8), holdS: random.range(0.6, 2), downS: random.range(0.9, 1.8) }),
      height: vl53l1x(random, { rateHz: 4, averageS: 0.03 }),
      force: hx711(random),
    }),
    ['hold', 'velocity', 'range', 'announce'],
  ),
  axis('attacks', 'tugged-string', (random) => {
    const played = wholeSet(random, {
      bottom: 'carried',
      holdS: random.range(2, 3),
      reps: random.int(4, 7),
      restS: 2.4,
    });
    const { stage } = played;
    const intruders: Intruder[] = [];
    for (let index = 0; index < stage.notes.length; index += 1) {
      if (random.chance(0.5)) continue;
      const { topS, toS } = timesOf(stage, index);
      const fromS = (random.chance(0.5) ? topS : toS) + random.range(0.3, 0.5);
      const barMm = stage.heightMm[Math.round(fromS / STEP_S)]!;
      const pull = tug(random, barMm, fromS);
      if (pull.toS - fromS < 1.6) intruders.push(pull);
    }
    return { ...played, height: encoder(random), force: hx711(random), intruders };
  }),
  axis('attacks', 'string-tugged-at-rest', (random) => {
    const carried = random.chance(0.5);
    const stage = stageAt(random.range(150, 320), random.range(20, 150), carried ? 1 : 0);
    if (carried) idle(stage, random, 50);
    else stay(stage, 50);
    const intruders: Intruder[] = [];
    for (let atS = 4; atS < 46; atS += random.range(1.5, 5)) {
      const pull = tug(random, stage.heightMm[Math.round(atS / STEP_S)]!, atS);
      intruders.push(pull);
      atS = pull.toS;
    }
    return { stage, height: encoder(random), force: hx711(random), intruders, truth: noTruth };
  }),
  axis('attacks', 'two-lifters-in-one-set', (random) => {
    // The second gets under the bar within seconds, lifts from another height and by another range, and never rests.
    const base = { upS: random.range(0.6, 1), holdS: 0.5, downS: 0.9, restS: 0.4, bottom: 'carried' as const };
    const one = drawLifter(random, { ...base, reps: random.int(4, 6), romMm: random.range(200, 280) });
    const romMm = one.romMm * random.range(1.2, 1.4);
    const two = {
      ...one,
      reps: random.int(4, 6),
      romMm,
      bottomMm: one.bottomMm + (random.chance(0.5) ? 1 : -1) * random.range(20, 60),
    };
    const [first, second] = random.chance(0.5) ? [one, two] : [two, one];
    const stage = lapOf(random, first);
    performSet(stage, random, first);
    lay(stage, random, 0);
    stay(stage, random.range(2.5, 5));
    move(stage, second.bottomMm, random.range(0.6, 1.2), lowering(random));
    stay(stage, random.range(0.3, 1));
    takeUp(stage, random);
    stay(stage, random.range(0.5, 1.5));
    stage.set = 1;
    performSet(stage, random, second);
    idle(stage, random, random.range(5, 9));
    return {
      stage,
      force: hx711(random),
      truth: (sets) => {
        sets[1]!.mayJoin = true;
        overshootEither(sets);
      },
    };
  }),
  axis('attacks', 'alternating-ranges', (random) =>
    // Every other rep ends 20 to 40 % short.
    wholeSet(random, { reps: 2 * random.int(3, 5), holdS: 0.5, spreadMm: 2, upS: 0.9 }, () => ({
      plan: (plan, index) => {
        if (index % 2 === 0) return;
        plan.upMm *= 1 - random.range(0.2, 0.4);
        plan.countable = false;
      },
    })),
  ),
  axis('attacks', 'last-three-short', (random) =>
    wholeSet(random, { reps: random.int(7, 10), holdS: 0.5, spreadMm: 2, upS: 0.9 }, (_, lifter) => {
      const shortBy = random.range(0.16, 0.3);
      return {
        plan: (plan, index) => {
          if (index < lifter.reps - 3) return;
          plan.upMm *= 1 - shortBy * random.range(0.95, 1.05);
          plan.countable = false;
        },
      };
    }),
  ),
  axis('attacks', 'force-only-plates', (random) => {
    // The bar lies on the lap while a partner loads it.
    const stage = stageAt(random.range(150, 320), 20, 0);
    stay(stage, 4);
    handOver(stage, 0.4, 1);
    for (let plates = random.int(2, 6); plates > 0; plates -= 1) {
      idle(stage, random, random.range(1, 4));
      stage.nowKg += random.pick([5, 10, 15, 20, 25]);
      move(stage, stage.nowMm + random.range(-5, 3), 0.3, lowering(random));
    }
    idle(stage, random, random.range(5, 10));
    return { stage, height: null, force: hx711(random), truth: noTruth };
  }),
];
