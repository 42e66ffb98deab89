/** Other distance sensors, and what goes wrong with them. */

import type { HeightReading } from '../judge/scenario.ts';
import { drawWire, hcsr04, mb1013, tfLuna, vl53l0x, vl53l1x } from './eyes.ts';
import { asked, dropouts, dropped, spikes, stuck } from './harm.ts';
import { habitOf, liftSet, oneSet } from './lifts.ts';
import { type AttackAxis, axis, type Stage } from './stage.ts';

const withEye = (name: string, change: (stage: Stage) => void, over: Parameters<typeof oneSet>[1] = {}): AttackAxis =>
  axis('distance', name, (stage) => {
    change(stage);
    oneSet(stage, over);
  });

/** First and last millisecond of each rep, for faults that belong to a part of it. */
const repTimes = (stage: Stage): { fromS: number; upS: number; leaveS: number; endS: number }[] =>
  stage.sets.flatMap(({ marks }) =>
    marks.map(({ from, up, leave, end }) => ({
      fromS: from / 1000,
      upS: up / 1000,
      leaveS: leave / 1000,
      endS: end / 1000,
    })),
  );

const shift = (list: HeightReading[], fromS: number, mm: number): HeightReading[] => {
  for (const each of list) if (each.atS >= fromS) each.heightMm = Math.round(each.heightMm + mm);
  return list;
};

export const DISTANCE: readonly AttackAxis[] = [
  withEye('vl53l0x-30hz', (stage) => {
    stage.eye = vl53l0x();
  }),
  withEye('vl53l1x-20hz', (stage) => {
    stage.eye = vl53l1x(20);
  }),
  withEye(
    'vl53l1x-10hz-long-mode',
    (stage) => {
      stage.eye = { ...vl53l1x(10), windowS: 0.09, sigmaMm: () => 2 };
    },
    { upS: 1 },
  ),
  withEye('vl53l1x-100hz-noisy', (stage) => {
    stage.eye = { ...vl53l1x(90), sigmaMm: (mm) => 3 * (mm / 500) };
  }),
  withEye('hc-sr04-16hz', (stage) => {
    stage.eye = hcsr04();
  }),
  withEye('hc-sr04-multipath', (stage) => {
    stage.eye = hcsr04(20);
    const { dice } = stage;
    // A side lobe meets the frame: now and then a nearer, always the same, echo; or a longer way by two walls.
    const frameMm = dice.from(120, 500);
    stage.onHeights.push(
      spikes(dice, 0.02, () => frameMm + dice.gauss(2)),
      spikes(dice, 0.02, (mm) => mm + dice.from(40, 300)),
    );
  }),
  withEye('tf-luna-100hz-10mm', (stage) => {
    stage.eye = tfLuna();
    stage.bar.mm += 100;
  }),
  withEye('tfmini-100hz-5mm', (stage) => {
    stage.eye = { ...tfLuna(5), sigmaMm: () => 3 };
    stage.bar.mm += 100;
  }),
  withEye('mb1013-10hz', (stage) => {
    stage.eye = mb1013();
    stage.bar.mm += 180;
  }),
  withEye('draw-wire-100hz', (stage) => {
    stage.eye = drawWire();
  }),
  withEye('draw-wire-3mm-steps', (stage) => {
    stage.eye = drawWire(50, 3);
  }),
  withEye('quantised-10mm-50hz', (stage) => {
    stage.eye = { ...vl53l1x(), stepMm: 10 };
  }),
  withEye('sigma-grows-to-12mm', (stage) => {
    stage.eye = { ...vl53l1x(), sigmaMm: (mm) => 12 * (mm / 900) ** 2 };
  }),
  withEye('jitter-5ms-15%-dropped', (stage) => {
    stage.eye = { ...vl53l1x(), jitterS: 0.004 };
    stage.onHeights.push(dropped(stage.dice, 0.15));
  }),
  withEye('dropouts-100-300ms', (stage) => {
    stage.onHeights.push(dropouts(stage.dice, 4, [0.1, 0.3]));
  }),
  withEye('asked-100hz-of-30hz', (stage) => {
    stage.eye = vl53l1x(30);
    stage.onHeights.push(asked(100));
  }),
  withEye('asked-60hz-of-25hz', (stage) => {
    stage.eye = vl53l1x(25);
    stage.onHeights.push(asked(60));
  }),
  axis('distance', 'near-end-clips-the-bottom', (stage, dice) => {
    // TF-Luna too close: below 200 mm it says 200.
    stage.bar.mm = 140;
    stage.eye = { ...tfLuna(5), sigmaMm: () => 2.5 };
    oneSet(stage, { bottomMm: 0, between: 'lap', rangeMm: dice.from(300, 450) }, () => ({
      blind: ['range', 'velocity', 'announce'],
    }));
  }),
  axis(
    'distance',
    'top-out-of-range',
    (stage, dice) => {
      stage.bar.mm = dice.from(820, 900);
      oneSet(stage, { rangeMm: dice.from(440, 520), bottomMm: 20, holdS: dice.from(0.5, 1.2) }, () => ({
        blind: ['range', 'velocity', 'hold', 'announce'],
        flagsEither: ['rocking', 'overshoot', 'hold-missed'],
      }));
    },
    true,
  ),
  axis('distance', 'out-of-range-says-8190-unflagged', (stage, dice) => {
    stage.onHeights.push(
      spikes(dice, 0.03, () => 8190),
      spikes(dice, 0.01, () => 0),
    );
    oneSet(stage);
  }),
  axis('distance', 'sunlight-bursts', (stage, dice) => {
    oneSet(stage);
    const bursts = Array.from({ length: Math.round(stage.bar.atS / 5) }, () => dice.from(0, stage.bar.atS));
    stage.onHeights.push((list) => {
      for (const each of list) {
        if (!bursts.some((from) => each.atS > from && each.atS < from + 0.5)) continue;
        each.heightMm = Math.max(0, Math.round(each.heightMm + dice.gauss(25)));
        if (dice.either(0.5)) each.flags |= 16;
      }
      return list;
    });
  }),
  axis('distance', 'two-targets-bimodal', (stage, dice) => {
    // The beam's edge meets the bench leg: a tenth of the readings lies at it, or at a mix of both.
    const legMm = dice.from(450, 700);
    oneSet(stage);
    stage.onHeights.push(
      spikes(dice, 0.1, (mm) => (dice.either(0.5) ? legMm + dice.gauss(3) : 0.6 * mm + 0.4 * legMm)),
    );
  }),
  axis('distance', 'sleeve-wobble-plate-turns', (stage, dice) => {
    // A loose plate turns and leans: up to some mm beside the bar, with the turn.
    const hz = dice.from(0.3, 1.2);
    const size = dice.from(1.5, 4);
    stage.beside.push((i) => size * Math.sin((2 * Math.PI * hz * i) / 1000));
    oneSet(stage, {}, () => ({ blind: ['hold'], flagsEither: ['rocking'] }));
  }),
  axis('distance', 'mount-sags-15-40mm', (stage, dice) => {
    const end = dice.from(15, 40);
    oneSet(stage);
    const n = stage.bar.i;
    stage.beside.push((i) => (end * i) / n);
  }),
  axis('distance', 'mount-knocked-25-60mm', (stage, dice) => {
    oneSet(stage, { between: 'lap', pauseS: dice.from(0.8, 2) });
    const after = repTimes(stage)[2]!;
    const by = dice.from(25, 60) * dice.one([-1, 1]);
    stage.onHeights.push((list) => shift(list, after.endS + 0.2, by));
  }),
  axis('distance', 'shaken-by-impact', (stage, dice) => {
    oneSet(stage, { between: 'floor', pauseS: dice.from(0.7, 1.8), downS: 0.7 });
    const hz = dice.from(5, 9);
    const size = dice.from(8, 20);
    const ends = repTimes(stage).map(({ endS }) => endS);
    stage.beside.push((i) => {
      const since = i / 1000 - (ends.filter((each) => each <= i / 1000).at(-1) ?? -9);
      return since < 0 || since > 1.2 ? 0 : size * Math.exp(-since / 0.2) * Math.sin(2 * Math.PI * hz * since);
    });
  }),
  axis('distance', 'stuck-0.3-0.9s', (stage, dice) => {
    oneSet(stage, {}, () => ({
      blind: ['hold', 'velocity', 'range', 'announce'],
      flagsEither: ['stalled', 'rocking', 'hold-missed'],
    }));
    stage.onHeights.push(stuck(dice, 8, [0.3, 0.9]));
  }),
  axis('distance', 'starts-anew-1.5s-at-the-bottom', (stage, dice) => {
    oneSet(stage, { pauseS: 2.2 });
    const { endS } = repTimes(stage)[2]!;
    const by = dice.gauss(6);
    stage.onHeights.push((list) =>
      shift(
        list.filter(({ atS }) => atS < endS + 0.3 || atS > endS + 1.7),
        endS + 1,
        by,
      ),
    );
  }),
  axis('distance', 'starts-anew-1.5s-in-the-hold', (stage, dice) => {
    oneSet(stage, { holdS: 2.5, pauseS: 0.8 });
    const { upS } = repTimes(stage)[2]!;
    const by = dice.gauss(4);
    stage.onHeights.push((list) =>
      shift(
        list.filter(({ atS }) => atS < upS + 0.4 || atS > upS + 1.9),
        upS + 1,
        by,
      ),
    );
  }),
  axis('distance', 'cross-talk-compresses', (stage) => {
    stage.onHeights.push((list) => {
      for (const each of list) each.heightMm = Math.round(each.heightMm * (1 - 0.06 * (each.heightMm / 900) ** 2));
      return list;
    });
    oneSet(stage, {}, () => ({ blind: ['range', 'velocity', 'hold'] }));
  }),
  axis('distance', 'temperature-drift-20mm', (stage, dice) => {
    oneSet(stage);
    const end = dice.from(-20, 20);
    const n = stage.bar.i;
    stage.beside.push((i) => end * (1 - Math.exp((-3 * i) / n)));
  }),
  axis('distance', 'bar-tilts-one-side-first', (stage, dice) => {
    // The far side leads: the plate seen lags by up to 25 mm in mid-stroke and is level at the ends.
    oneSet(stage, {}, () => ({ blind: ['velocity'] }));
    const size = dice.from(10, 25) * dice.one([-1, 1]);
    const h = stage.bar.h;
    const low = Math.min(...h.slice(0, 100));
    let high = low;
    for (const mm of h) high = Math.max(high, mm);
    stage.beside.push((i) => size * Math.sin(Math.PI * Math.min(1, Math.max(0, (h[i]! - low) / (high - low)))) ** 2);
  }),
  axis('distance', 'lag-misstated-30ms', (stage, dice) => {
    const by = dice.one([-30, 30]);
    if (dice.either(0.5)) stage.heightLagMs = Math.abs(by);
    else stage.forceLagMs = Math.abs(by);
    oneSet(stage);
  }),
  axis('distance', 'never-ready-half-the-rate-in-mid-set', (stage) => {
    oneSet(stage);
    const at = repTimes(stage)[2]!.fromS;
    let k = 0;
    stage.onHeights.push((list) => list.filter(({ atS }) => atS < at || k++ % 3 === 0));
  }),
  axis('distance', 'two-sets-one-with-the-plate-turned', (stage, dice) => {
    // Between two sets the sensor is moved to look at another plate: 60 to 150 mm lower from there on.
    const habit = habitOf(dice);
    stage.bar.stay(4);
    liftSet(stage, habit, 5);
    stage.bar.stay(40);
    const at = stage.bar.atS;
    stage.bar.stay(30);
    liftSet(stage, habit, 5);
    stage.bar.stay(10);
    const by = -dice.from(40, 120);
    stage.onHeights.push((list) => shift(list, at, by));
  }),
];
