/** Load cells, mounts, and what goes wrong with them. The heights are a good sensor's. */
import type { ForceReading } from '../judge/scenario.ts';
import { type Cell, hx711, nau7802 } from './cells.ts';
import { drawWire, hcsr04, mb1013, tfLuna, vl53l0x, vl53l1x } from './eyes.ts';
import { dropouts, dropped, during, forceSpikes, inBeam, spikes, stuck } from './harm.ts';
import { oneSet, type RepOptions } from './lifts.ts';
import { type AttackAxis, axis, type Stage } from './stage.ts';

type Change = (each: ForceReading, fromS: number) => void;

/** One set with each reading changed; `after` a share of the recording. */
const harmed = (
  name: string,
  change: (stage: Stage) => Change,
  options: { loadKnown?: boolean; after?: boolean; countable?: 'either' } = {},
): AttackAxis =>
  axis('cell', name, (stage, dice) => {
    const loadKnown = options.loadKnown ?? true;
    oneSet(stage, {}, (): RepOptions => ({ loadKnown, countable: options.countable ?? true }));
    const fromS = options.after ? stage.bar.atS * dice.from(0.3, 0.6) : 0;
    const each = change(stage);
    stage.onForces.push((list) => {
      for (const one of list) if (one.atS >= fromS) each(one, fromS);
      return list;
    });
  });

const withCell = (name: string, cell: (stage: Stage) => Cell): AttackAxis =>
  axis('cell', name, (stage) => {
    stage.cell = cell(stage);
    oneSet(stage);
  });

/** Force that isn't mass: with the height above the floor. */
const sprung = (
  name: string,
  of: (stage: Stage, h: (i: number) => number, floorMm: number) => (i: number) => number,
): AttackAxis =>
  axis('cell', name, (stage) => {
    const floorMm = stage.bar.mm;
    stage.plusN = of(stage, (i) => stage.bar.h[i]!, floorMm);
    oneSet(stage, {}, () => ({ loadKnown: false }));
  });

export const CELL: readonly AttackAxis[] = [
  withCell('hx711-10sps', () => hx711(10)),
  withCell('nau7802-320sps', () => nau7802()),
  withCell('cell-noise-8N', () => ({ ...hx711(), noiseN: 8 })),
  withCell('cell-noise-40N', () => ({ ...hx711(), noiseN: 40 })),
  axis('cell', 'gain-off-5%', (stage, dice) => {
    stage.cell = { ...hx711(), gain: 1 + dice.one([-0.05, 0.05]) };
    oneSet(stage, {}, () => ({ loadKnown: false }));
  }),
  axis('cell', 'saturates-at-80%-of-the-peak', (stage) => {
    stage.cell = { ...hx711(), fullN: stage.bar.massKg * 9.80665 * 1.06 };
    oneSet(stage, { upS: 0.6 });
  }),
  harmed(
    'zero-off-20-60N',
    ({ dice }) => {
      const by = dice.from(20, 60) * dice.one([-1, 1]);
      return (each) => {
        each.forceN += by;
      };
    },
    { loadKnown: false },
  ),
  harmed(
    'drift-1N-a-second',
    ({ dice }) => {
      const by = dice.from(0.4, 1) * dice.one([-1, 1]);
      return (each) => {
        each.forceN += by * each.atS;
      };
    },
    { loadKnown: false },
  ),
  harmed('creep-and-hysteresis-0.2%', () => {
    let creep = 0;
    return (each) => {
      creep += (0.002 * each.forceN - creep) / (80 * 30);
      each.forceN += creep + 0.001 * Math.max(0, each.forceN);
    };
  }),
  harmed('mains-hum-50hz-aliased', ({ dice }) => {
    const size = dice.from(4, 25);
    const hz = dice.from(49.8, 50.2);
    return (each) => {
      each.forceN += size * Math.sin(2 * Math.PI * hz * each.atS);
    };
  }),
  // Nothing carried, by all that can be read: right both ways.
  harmed(
    'cell-dead-zero',
    () => (each) => {
      each.forceN = 0;
    },
    { loadKnown: false, countable: 'either' },
  ),
  harmed(
    'cell-dies-in-mid-set',
    () => (each) => {
      each.forceN = 0;
    },
    { loadKnown: false, after: true },
  ),
  harmed(
    'cell-freezes-in-mid-set',
    () => {
      let at: number | null = null;
      return (each) => {
        at ??= each.forceN;
        each.forceN = at;
      };
    },
    { loadKnown: false, after: true },
  ),
  harmed(
    'cell-floats',
    ({ dice }) => {
      let at = 0;
      return (each) => {
        at += dice.gauss(60) - 0.02 * at;
        each.forceN = at;
      };
    },
    { loadKnown: false },
  ),
  harmed(
    'cell-floats-from-mid-set',
    ({ dice }) => {
      let at = 0;
      return (each) => {
        at += dice.gauss(60) - 0.02 * at;
        each.forceN = at;
      };
    },
    { loadKnown: false, after: true },
  ),
  harmed(
    'inverted-from-mid-set',
    () => (each) => {
      each.forceN = -each.forceN;
    },
    { loadKnown: false, after: true },
  ),
  harmed(
    'inverted-always',
    () => (each) => {
      each.forceN = -each.forceN;
    },
    { loadKnown: false },
  ),
  harmed(
    'step-in-zero-100-400N',
    ({ dice }) => {
      const by = dice.from(100, 400) * dice.one([-1, 1]);
      return (each) => {
        each.forceN += by;
      };
    },
    { loadKnown: false, after: true },
  ),
  harmed(
    'gain-halves-in-mid-set',
    () => (each) => {
      each.forceN *= 0.5;
    },
    { loadKnown: false, after: true },
  ),
  axis('cell', 'emi-spikes-1%', (stage, dice) => {
    oneSet(stage);
    stage.onForces.push(forceSpikes(dice, 0.01, 1500));
  }),
  axis('cell', 'emi-bursts-0.2s', (stage, dice) => {
    oneSet(stage);
    for (let at = dice.from(0, 6); at < stage.bar.atS; at += dice.from(2, 9)) {
      stage.onForces.push(
        during(at, at + 0.2, (each) => {
          each.forceN += dice.gauss(600);
        }),
      );
    }
  }),
  axis('cell', 'cell-absent-for-2-6s', (stage, dice) => {
    oneSet(stage);
    stage.onForces.push(dropouts(dice, 10, [2, 6]));
  }),
  axis('cell', 'cell-20%-dropped', (stage, dice) => {
    oneSet(stage);
    stage.onForces.push(dropped(dice, 0.2));
  }),
  sprung('bands-300-900N-at-the-top', ({ dice }, h, floorMm) => {
    const perMm = dice.from(0.6, 1.8);
    return (i) => perMm * Math.max(0, h(i) - floorMm);
  }),
  sprung('chains', ({ dice }, h, floorMm) => {
    const perMm = dice.from(0.15, 0.4);
    return (i) => perMm * Math.max(0, h(i) - floorMm - 100);
  }),
  sprung('smith-friction-and-counterweight', ({ dice }, h) => {
    const friction = dice.from(15, 60);
    return (i) => {
      const v = h(i) - h(Math.max(0, i - 5));
      return friction * Math.tanh(v * 20) - 80;
    };
  }),
  axis('cell', 'platform', (stage) => {
    stage.mount = 'platform';
    oneSet(stage);
  }),
  axis('cell', 'platform-feet-shift', (stage, dice) => {
    stage.mount = 'platform';
    oneSet(stage);
    let shift = 0;
    stage.onForces.push((list) => {
      for (const each of list) {
        shift += dice.gauss(4) - 0.004 * shift;
        each.forceN += shift;
      }
      return list;
    });
  }),
  axis('cell', 'spotter-helps-the-last-reps', (stage, dice) => {
    // Takes 10 to 30 % of the weight off during the way up: the cell reads less. The load at rest is what it is at the bottom.
    const share = dice.from(0.1, 0.3);
    oneSet(stage, { upS: 1.2 }, (k) => ({ loadKnown: k < 4 }), 6);
    const marks = stage.sets[0]!.marks.slice(4);
    stage.plusN = (i) =>
      marks.some(({ from, up }) => i > from + 150 && i < up) ? -share * stage.bar.massKg * 9.80665 : 0;
  }),
];

const eyes = [vl53l1x, vl53l0x, hcsr04, tfLuna, drawWire, () => ({ ...mb1013(), nearMm: 100 })];

export const MIXED: readonly AttackAxis[] = [
  axis('mixed', 'mild-of-everything', (stage, dice) => {
    const eye = dice.one(eyes)();
    stage.eye = {
      ...eye,
      nearMm: Math.min(100, eye.nearMm),
      jitterS: eye.jitterS + 0.001,
      scale: 1 + dice.gauss(0.003),
    };
    stage.cell = { ...dice.one([hx711(), hx711(), nau7802()]), noiseN: 3, zeroN: dice.gauss(3) };
    oneSet(stage, { vary: 0.04 }, () => ({ loadKnown: false }));
    stage.onHeights.push(
      dropped(dice, 0.05),
      spikes(dice, 0.004, (mm) => mm * dice.from(0.2, 1.6)),
    );
    stage.onForces.push(dropped(dice, 0.03), forceSpikes(dice, 0.002, 500));
    const sag = dice.from(-10, 10);
    const n = stage.bar.i;
    stage.beside.push((i) => (sag * i) / n);
    const at = dice.from(0, n / 1000);
    stage.onHeights.push(inBeam(dice, at, at + 0.15, 90));
  }),
  axis('mixed', 'mild-but-quick', (stage, dice) => {
    stage.eye = vl53l0x();
    stage.heightLagMs = 12;
    oneSet(stage, { upS: dice.from(0.4, 0.6), downS: 0.6, holdS: dice.one([0, 0.2]), pauseS: 0.1 });
    stage.onHeights.push(
      dropped(dice, 0.08),
      spikes(dice, 0.005, (mm) => mm + dice.gauss(200)),
    );
  }),
  axis('mixed', 'mild-and-slow', (stage, dice) => {
    stage.eye = { ...vl53l1x(33), sigmaMm: () => 5 };
    oneSet(
      stage,
      { upS: dice.from(2.5, 5), downS: dice.from(2.5, 5), up: dice.one(['trapezoid', 'muscle', 'sticking'] as const) },
      undefined,
      5,
    );
    stage.onHeights.push(
      dropouts(dice, 6, [0.1, 0.25]),
      spikes(dice, 0.01, (mm) => mm * 0.5),
    );
    stage.onForces.push(forceSpikes(dice, 0.005, 300));
  }),
  axis('mixed', 'short-range-and-noise', (stage, dice) => {
    stage.eye = { ...vl53l1x(), sigmaMm: () => 6 };
    oneSet(stage, { rangeMm: dice.from(140, 190), upS: dice.from(0.5, 1), bottomMm: 5 });
    stage.onHeights.push(spikes(dice, 0.01, (mm) => mm + dice.gauss(150)));
  }),
  axis('mixed', 'dead-cell-and-poor-heights', (stage, dice) => {
    stage.eye = vl53l0x();
    oneSet(stage, {}, () => ({ loadKnown: false, countable: 'either' }));
    stage.onHeights.push(
      dropped(dice, 0.1),
      spikes(dice, 0.01, (mm) => mm * dice.from(0.3, 1.4)),
    );
    stage.onForces.push((list) => list.map((each) => ({ ...each, forceN: dice.gauss(0.3) })));
  }),
  axis('mixed', '10sps-and-10hz', (stage) => {
    stage.eye = { ...mb1013(), nearMm: 100 };
    stage.cell = hx711(10);
    oneSet(stage, { upS: 0.9 });
  }),
  axis('mixed', 'asked-oftener-spikes-and-holes', (stage, dice) => {
    stage.eye = vl53l1x(40);
    oneSet(stage);
    stage.onHeights.push(
      stuck(dice, 6, [0.05, 0.15]),
      spikes(dice, 0.005, () => dice.from(50, 1200)),
      dropouts(dice, 8, [0.1, 0.2]),
    );
  }),
];
