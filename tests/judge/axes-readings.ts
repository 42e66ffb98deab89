/** More of what a distance sensor does: restarts, far and dark targets, other parts, things in the beam at any time. */
import { type Axis, axis, intruder, type Measure, noTruth, timesOf } from './axes-kit.ts';
import { wholeSet } from './axes-lifts.ts';
import { idle } from './lifter-set.ts';
import { STEP_S, type Stage, secondsOf, stageAt } from './lifter-stage.ts';
import type { Random } from './random.ts';
import { doubted, holes, missing, restarted, spikes, stuck } from './sensor-faults.ts';
import { hx711 } from './sensor-force.ts';
import { encoder, type HeightSensor, hcsr04, type Intruder, noisy, vl53l0x, vl53l1x } from './sensor-height.ts';

const part = (name: string, sensor: (random: Random) => HeightSensor, exempt: Measure[] = []): Axis =>
  axis('sensors', name, (random) => ({ ...wholeSet(random), height: sensor(random) }), exempt);

/** Cuts of the beam at random times of the whole recording. */
function cuts(random: Random, stage: Stage, count: number, lastsS: [number, number], edgeS?: number): Intruder[] {
  const list: Intruder[] = [];
  for (let i = 0; i < count; i += 1) {
    const fromS = random.range(1, secondsOf(stage) - 3);
    const barMm = stage.heightMm[Math.round(fromS / STEP_S)]!;
    const edge = edgeS === undefined ? {} : { edgeS: Math.min(edgeS, lastsS[0] * 0.45) };
    list.push(intruder(random, barMm, fromS, random.range(lastsS[0], lastsS[1]), edge));
  }
  return list;
}

/** Slow things in the beam while the bar lies at the bottom: before the set and after it. */
function slowTowels(random: Random, stage: Stage): Intruder[] {
  const first = timesOf(stage, 0).fromS;
  const last = timesOf(stage, stage.notes.length - 1).toS;
  const list: Intruder[] = [];
  const barMm = stage.heightMm[100]!;
  if (first > 4.5)
    list.push(intruder(random, barMm, random.range(0.5, first - 3.5), random.range(1, 2), { edgeS: 0.45 }));
  list.push(intruder(random, barMm, last + random.range(0.8, 2), random.range(1, 2), { edgeS: 0.45 }));
  return list;
}

export const READINGS: Axis[] = [
  part('vl53l0x-20-33hz', vl53l0x),
  part('hc-sr04-16hz', hcsr04, ['hold', 'announce']),
  part('encoder-100hz', encoder),
  part('target-far', (random) => vl53l1x(random, { originMm: random.range(550, 750) })),
  part('sensor-above-looks-down', (random) => vl53l1x(random, { looks: 'away', originMm: random.range(1100, 1500) })),
  part('scale-3%-off', (random) => vl53l1x(random, { scale: 1 + random.pick([-0.03, 0.03]) }), ['range']),
  part('mean-wanders', (random) => vl53l1x(random, { wanderMm: random.range(2, 5) })),
  axis(
    'sensors',
    'dark-target',
    (random) => ({
      ...wholeSet(random),
      height: noisy(random, random.range(9, 14)),
      heightFaults: [spikes(0.01, 'hard'), doubted(0.1, 'single', 'guess')],
    }),
    ['hold', 'range'],
  ),
  axis('sensors', 'missing-15%', (random) => ({
    ...wholeSet(random),
    height: vl53l1x(random),
    heightFaults: [missing(0.15, 0.12)],
  })),
  axis('holes', 'sensor-restarts-in-mid-set', (random) => {
    const played = wholeSet(random, { reps: random.int(5, 9) });
    const { fromS } = timesOf(played.stage, random.int(1, played.stage.notes.length - 1));
    const gapS = random.range(0.3, 1.5);
    return {
      ...played,
      height: vl53l1x(random),
      force: hx711(random),
      heightFaults: [restarted(fromS + random.range(-0.5, 2), gapS)],
    };
  }),
  axis('holes', 'hole-300ms-heights-only', (random) => {
    const played = wholeSet(random, {
      reps: random.int(6, 10),
      upS: random.range(0.7, 1.6),
      holdS: random.range(0.5, 1.5),
    });
    const list = [1, 3].map((index) => {
      const { fromS, topS } = timesOf(played.stage, index);
      const middle = fromS + (topS - fromS) * random.range(0.42, 0.58);
      return [middle - 0.15, middle + 0.15] as const;
    });
    return { ...played, height: vl53l1x(random), force: null, heightFaults: [holes(list)] };
  }),
  axis('holes', 'hole-in-the-hold', (random) => {
    const played = wholeSet(random, { holdS: random.range(2, 4), reps: random.int(4, 8) });
    const { topS, leaveS } = timesOf(played.stage, random.int(0, played.stage.notes.length - 1));
    const fromS = topS + 0.3;
    return { ...played, height: vl53l1x(random), heightFaults: [holes([[fromS, leaveS - random.range(0.3, 0.6)]])] };
  }),
  axis('beam', 'beam-quick-cuts-any-time', (random) => {
    const played = wholeSet(random);
    return {
      ...played,
      height: vl53l1x(random),
      intruders: cuts(random, played.stage, random.int(3, 6), [0.04, 0.16], 0),
    };
  }),
  axis('beam', 'beam-on-the-way-up', (random) => {
    const played = wholeSet(random, { upS: random.range(0.7, 1.6) });
    const { fromS, topS } = timesOf(played.stage, random.int(0, played.stage.notes.length - 1));
    const middle = fromS + (topS - fromS) * random.range(0.4, 0.55);
    const barMm = played.stage.heightMm[Math.round(middle / STEP_S)]!;
    const lastsS = random.range(0.06, 0.2);
    return { ...played, height: vl53l1x(random), intruders: [intruder(random, barMm, middle - lastsS / 2, lastsS)] };
  }),
  axis('beam', 'towel-slow-around-the-set', (random) => {
    const played = wholeSet(random);
    return { ...played, height: vl53l1x(random), force: hx711(random), intruders: slowTowels(random, played.stage) };
  }),
  axis('hands', 'hand-with-stuck-cell', (random) => {
    // The cell's last reading stands for ever: nothing tells a lift from a hand.
    const barMm = random.range(150, 320);
    const stage = stageAt(barMm, random.range(40, 150), 1);
    idle(stage, random, random.range(40, 60));
    const intruders: Intruder[] = [];
    for (let t = 5; t < secondsOf(stage) - 6; t += random.range(4, 8)) {
      intruders.push(intruder(random, barMm, t, random.range(1, 3), { offMm: random.range(150, 400), edgeS: 0.45 }));
    }
    const forceFaults = [stuck(random.pick([0, 500.3, 812.7]))];
    return { stage, intruders, height: vl53l1x(random), force: hx711(random), forceFaults, truth: noTruth };
  }),
];
