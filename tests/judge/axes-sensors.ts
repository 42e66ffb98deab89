/** Good lifters, bad sensors. */
import { type Axis, axis, intruder, type Measure, noTruth, plainIntruder, timesOf } from './axes-kit.ts';
import { wholeSet } from './axes-lifts.ts';
import { idle } from './lifter-set.ts';
import { handOver, STEP_S, stageAt, stay } from './lifter-stage.ts';
import type { Random } from './random.ts';
import type { HeightReading } from './scenario.ts';
import { doubted, type Fault, holes, spikePairs, spikes } from './sensor-faults.ts';
import { hx711 } from './sensor-force.ts';
import { type Intruder, noisy, vl53l1x } from './sensor-height.ts';

const faulty = (name: string, faults: (random: Random) => Fault<HeightReading>[]): Axis =>
  axis('spikes and doubt', name, (random) => ({
    ...wholeSet(random),
    height: vl53l1x(random),
    heightFaults: faults(random),
  }));

const sigma = (sigmaMm: number, exempt: Measure[]): Axis =>
  axis('noise', `sigma-${sigmaMm}mm`, (random) => ({ ...wholeSet(random), height: noisy(random, sigmaMm) }), exempt);

/** Something crosses the beam near a moment of one rep. */
const beam = (
  name: string,
  at: (random: Random, rep: ReturnType<typeof timesOf>) => { fromS: number; lastsS: number },
  which: (random: Random, reps: number) => number,
  own: Parameters<typeof wholeSet>[1] = {},
): Axis =>
  axis('beam', name, (random) => {
    const played = wholeSet(random, own);
    const index = which(random, played.stage.notes.length);
    const { fromS, lastsS } = at(random, timesOf(played.stage, index));
    const barMm = played.stage.heightMm[Math.round(fromS / STEP_S)]!;
    const force = random.chance(0.25) ? null : hx711(random);
    const intruders = [(force ? intruder : plainIntruder)(random, barMm, fromS, lastsS)];
    return { ...played, height: vl53l1x(random), force, intruders };
  });

const hole = (
  name: string,
  at: (random: Random, rep: ReturnType<typeof timesOf>) => [number, number],
  exempt: Measure[] = [],
): Axis =>
  axis(
    'holes',
    name,
    (random) => {
      const played = wholeSet(random, {
        reps: random.int(6, 10),
        upS: random.range(0.6, 1.4),
        holdS: random.range(0.5, 1.5),
      });
      const first = random.int(1, played.stage.notes.length - 1);
      const list = [at(random, timesOf(played.stage, first))];
      return { ...played, height: vl53l1x(random), force: hx711(random), heightFaults: [holes(list)] };
    },
    exempt,
  );

/** A hand that goes up and down in the beam like a lift, again and again. */
function wavingHand(random: Random, barMm: number, fromS: number, toS: number): Intruder[] {
  const list: Intruder[] = [];
  let t = fromS;
  while (t < toS - 6) {
    const upS = random.range(0.4, 1.5);
    const holdS = random.range(0, 2.5);
    const downS = random.range(0.4, 1.5);
    const lasts = upS + holdS + downS;
    const byMm = random.range(120, 420);
    const begin = t;
    const ease = (u: number): number => u * u * (3 - 2 * u);
    list.push({
      fromS: begin,
      toS: begin + lasts,
      edgeS: 0,
      heightMm: (at) => {
        const s = at - begin;
        if (s < upS) return barMm + byMm * ease(s / upS);
        if (s < upS + holdS) return barMm + byMm + 4 * Math.sin(9 * s);
        return barMm + byMm * ease(Math.max(0, (lasts - s) / downS));
      },
    });
    t += lasts + random.range(0.5, 4);
  }
  return list;
}

const hand = (name: string, carried: boolean): Axis =>
  axis('hands', name, (random) => {
    const barMm = random.range(150, 320);
    const stage = stageAt(barMm, random.range(20, 150), carried ? 1 : 0);
    if (carried) idle(stage, random, random.range(40, 60));
    else {
      stay(stage, random.range(40, 60));
      if (random.chance(0.3)) handOver(stage, 0.5, 0.02);
    }
    const intruders = wavingHand(random, barMm, 5, stage.heightMm.length * STEP_S);
    return { stage, height: vl53l1x(random), force: hx711(random), intruders, truth: noTruth };
  });

export const SENSORS: Axis[] = [
  faulty('spikes-0.2%', () => [spikes(0.002, 'hard')]),
  faulty('spikes-0.5%', () => [spikes(0.005, 'hard')]),
  faulty('spikes-1%', () => [spikes(0.01, 'hard')]),
  faulty('spikes-2%', () => [spikes(0.02, 'hard')]),
  faulty('spike-pairs', (random) => [spikePairs(random.int(1, 3))]),
  faulty('spike-bursts-2-5', () => [spikes(0.01, 'hard', [2, 5])]),
  faulty('spikes-impossible', () => [spikes(0.005, 'impossible')]),
  faulty('spikes-small', () => [spikes(0.01, 'small')]),
  faulty('spikes-valid-22mm', () => [spikes(0.01, 'near', [1, 3])]),
  sigma(6, []),
  sigma(10, ['hold', 'range']),
  sigma(12, ['hold', 'range']),
  sigma(14, ['hold', 'range']),
  faulty('doubted-10%-single', () => [doubted(0.1, 'single', 'constant')]),
  faulty('doubted-25%-single', () => [doubted(0.25, 'single', 'constant')]),
  faulty('doubted-35%-single', () => [doubted(0.35, 'single', 'guess')]),
  faulty('doubted-25%-bursts', () => [doubted(0.25, 'burst', 'constant')]),
  faulty('doubted-35%-bursts', () => [doubted(0.35, 'burst', 'constant')]),
  beam(
    'beam-long-before',
    (random) => ({ fromS: random.range(0.5, 3.5), lastsS: random.range(0.05, 1) }),
    () => 0,
  ),
  beam(
    'beam-just-before-rep-1',
    (random, rep) => {
      const lastsS = random.range(0.05, 1.5);
      return { fromS: rep.fromS - lastsS - random.range(0.15, 1), lastsS };
    },
    () => 0,
  ),
  beam(
    'beam-between-reps',
    (random, rep) => {
      const lastsS = random.range(0.05, 0.9);
      return { fromS: rep.fromS - lastsS - random.range(0.1, 0.4), lastsS };
    },
    (random, reps) => random.int(1, reps - 1),
    { restS: 1.8, bottom: 'carried' },
  ),
  beam(
    'beam-in-hold',
    (random, rep) => {
      const lastsS = random.range(0.05, Math.min(1.6, (rep.leaveS - rep.topS) * 0.6));
      return { fromS: rep.topS + random.range(0.25, 0.3 + (rep.leaveS - rep.topS) * 0.15), lastsS };
    },
    (random, reps) => random.int(0, reps - 1),
    { holdS: 3 },
  ),
  hand('hand-without-load', false),
  hand('hand-while-bar-rests-on-lap', true),
  hole('hole-300ms-on-the-way-up', (random, rep) => {
    const middle = rep.fromS + (rep.topS - rep.fromS) * random.range(0.4, 0.6);
    return [middle - 0.15, middle + 0.15];
  }),
  hole('hole-1.3s-on-the-way-up', (random, rep) => {
    const middle = (rep.topS + rep.fromS) / 2 + random.range(-0.1, 0.1);
    return [middle - 0.65, middle + 0.65];
  }),
  hole('height-lost-2-7s', (random, rep) => {
    const fromS = rep.fromS - random.range(0, 2);
    return [fromS, fromS + random.range(2, 7)];
  }),
];
