/** Readings that are wrong in quieter ways: coloured noise, coarse stamps, neighbours, a body without a bar. */
import { hx711 } from './cells.ts';
import type { Dice } from './dice.ts';
import { hcsr04, vl53l1x } from './eyes.ts';
import { asked, dropped } from './harm.ts';
import { oneSet } from './lifts.ts';
import { type AttackAxis, axis, type Stage } from './stage.ts';
import { lowering, stroke } from './strokes.ts';

const read = (name: string, change: (stage: Stage) => void, over: Parameters<typeof oneSet>[1] = {}): AttackAxis =>
  axis('distance', name, (stage) => {
    change(stage);
    oneSet(stage, over);
  });

/** First-order noise: correlated over `tauS`. */
const coloured = (stage: Stage, sd: number, tauS: number): void => {
  const { dice } = stage;
  stage.onHeights.push((list) => {
    let [at, before] = [0, 0];
    for (const each of list) {
      const keep = Math.exp(-(each.atS - before) / tauS);
      before = each.atS;
      at = at * keep + dice.gauss(sd * Math.sqrt(1 - keep * keep));
      each.heightMm = Math.round(each.heightMm + at);
    }
    return list;
  });
};

/** Carried without a way; a hand goes up and down in the beam. */
function waved(stage: Stage, dice: Dice): void {
  stage.bar.mm = 450;
  stage.bar.stay(4);
  stage.bar.carry(1, 0.5);
  stage.bar.glide(470, 0.8);
  stage.bar.stay(30);
  stage.bar.glide(450, 0.8);
  stage.bar.carry(0, 0.5);
  stage.bar.stay(8);
  const hz = dice.from(0.3, 0.8);
  stage.onHeights.push((list) => {
    for (const each of list) {
      if (each.atS < 10 || each.atS > 25) continue;
      each.heightMm = Math.round(
        100 + 300 * (0.5 - 0.5 * Math.cos(2 * Math.PI * hz * (each.atS - 10))) + dice.gauss(3),
      );
    }
    return list;
  });
}

export const READINGS: readonly AttackAxis[] = [
  read('sigma-15mm-black-rubber', (stage) => {
    stage.eye = { ...vl53l1x(), sigmaMm: () => 15 };
  }),
  read(
    'sigma-25mm-black-rubber',
    (stage) => {
      stage.eye = { ...vl53l1x(), sigmaMm: () => 25 };
    },
    { upS: 1 },
  ),
  read('noise-of-4mm-over-0.2s', (stage) => coloured(stage, 4, 0.2)),
  read('noise-of-8mm-over-1s', (stage) => coloured(stage, 8, 1), { holdS: 1 }),
  read('heavy-tailed-noise', (stage) => {
    const { dice } = stage;
    stage.onHeights.push((list) => {
      // Student's t with 2 degrees of freedom, 3 mm.
      for (const each of list)
        each.heightMm = Math.max(
          0,
          Math.round(each.heightMm + (3 * dice.gauss()) / Math.sqrt(-Math.log(1 - dice.roll()))),
        );
      return list;
    });
  }),
  read(
    'lamp-flicker-beats-4mm',
    (stage) => {
      const hz = stage.dice.from(0.6, 3);
      stage.onHeights.push((list) => {
        for (const each of list) each.heightMm = Math.round(each.heightMm + 4 * Math.sin(2 * Math.PI * hz * each.atS));
        return list;
      });
    },
    { holdS: 1 },
  ),
  read('half-of-all-frames-lost', (stage) => {
    stage.onHeights.push(dropped(stage.dice, 0.5));
  }),
  read('a-third-of-all-frames-lost', (stage) => {
    stage.onHeights.push(dropped(stage.dice, 0.33));
  }),
  read('half-of-30hz-frames-lost', (stage) => {
    stage.eye = vl53l1x(30);
    stage.onHeights.push(dropped(stage.dice, 0.5));
  }),
  read('frames-lost-in-twos-and-threes', (stage) => {
    const { dice } = stage;
    stage.onHeights.push((list) => {
      let lost = 0;
      return list.filter(() => {
        if (lost > 0) lost -= 1;
        else if (dice.either(0.12)) lost = dice.whole(2, 3);
        return lost === 0;
      });
    });
  }),
  read('asked-50hz-of-33hz', (stage) => {
    stage.eye = vl53l1x(33);
    stage.onHeights.push(asked(50));
  }),
  read('asked-50hz-of-20hz', (stage) => {
    stage.eye = vl53l1x(20);
    stage.onHeights.push(asked(50));
  }),
  read('asked-40hz-of-hc-sr04', (stage) => {
    stage.eye = hcsr04();
    stage.onHeights.push(asked(40));
  }),
  read('each-tenth-frame-twice', (stage) => {
    const { dice } = stage;
    stage.onHeights.push((list) => {
      for (let i = 1; i < list.length; i += 1) if (dice.either(0.1)) list[i]!.heightMm = list[i - 1]!.heightMm;
      return list;
    });
  }),
  read('same-frame-sent-twice', (stage) => {
    const { dice } = stage;
    stage.onHeights.push((list) =>
      list.flatMap((each) => (dice.either(0.1) ? [each, { ...each, atS: each.atS + 0.001 }] : [each])),
    );
  }),
  axis(
    'distance',
    'hand-waves-at-the-lap-no-tremor',
    (stage, dice) => {
      stage.tremorMm = 0.02;
      stage.swayMm = 0.1;
      waved(stage, dice);
    },
    true,
  ),
  axis(
    'distance',
    'hand-waves-as-a-lifter-would',
    (stage, dice) => {
      // Held up, let down: a target at the end of an arm, with the usual shapes of a rep; the cell carries the bar, still.
      const { bar } = stage;
      bar.mm = 500;
      bar.stay(4);
      bar.carry(1, 0.5);
      bar.stay(40);
      const path: number[] = [];
      for (let k = 0; k < 6; k += 1) {
        const range = dice.from(280, 330);
        path.push(...stroke(dice, 'snap', range, dice.from(0.6, 1)));
        path.push(
          ...new Array<number>(600).fill(range),
          ...lowering(dice, 'front', range, 1).map((mm) => mm + range),
          ...new Array<number>(700).fill(0),
        );
      }
      stage.onHeights.push((list) => {
        for (const each of list) {
          const i = Math.round((each.atS - 12) * 1000);
          if (i >= 0 && i < path.length) each.heightMm = Math.round(120 + path[i]! + dice.gauss(2));
        }
        return list;
      });
    },
    true,
  ),
  read('stamps-in-16ms-steps', (stage) => {
    stage.onHeights.push((list) => {
      for (const each of list) each.atS = Math.floor(each.atS * 62.5) / 62.5 + 0.008;
      return list.filter((each, i) => i === 0 || each.atS > list[i - 1]!.atS);
    });
  }),
  read('stamps-jitter-8ms', (stage) => {
    stage.onHeights.push((list) => {
      for (const each of list) each.atS = Math.max(0, each.atS + stage.dice.gauss(8) / 1000);
      return list;
    });
  }),
  read('a-third-flagged-out-of-range-but-right', (stage) => {
    stage.onHeights.push((list) => {
      for (const each of list) if (stage.dice.either(0.33)) each.flags |= 16;
      return list;
    });
  }),
  read('timeouts-that-repeat-the-last', (stage) => {
    const { dice } = stage;
    stage.onHeights.push((list) => {
      for (let i = 1; i < list.length; i += 1) {
        if (!dice.either(0.1)) continue;
        list[i]!.heightMm = list[i - 1]!.heightMm;
        list[i]!.flags |= 2;
      }
      return list;
    });
  }),
  read('zeros-4%-unflagged', (stage) => {
    const { dice } = stage;
    stage.onHeights.push((list) => {
      for (const each of list) if (dice.either(0.04)) each.heightMm = 0;
      return list;
    });
  }),
  read('bursts-of-5-wrong-by-400mm', (stage) => {
    const { dice } = stage;
    stage.onHeights.push((list) => {
      for (let i = 0; i < list.length; i += 1) {
        if (!dice.either(0.006)) continue;
        const by = dice.from(-150, 400);
        for (let k = i; k < Math.min(list.length, i + 5); k += 1)
          list[k]!.heightMm = Math.max(20, Math.round(list[k]!.heightMm + by));
        i += 5;
      }
      return list;
    });
  }),
  read('crosstalk-floor-at-250mm', (stage) => {
    // Glass before the sensor: each twentieth reading is the glass.
    const { dice } = stage;
    stage.onHeights.push((list) => {
      for (const each of list) if (dice.either(0.05)) each.heightMm = Math.round(30 + dice.gauss(4));
      return list;
    });
  }),
  read('hx711-slow-and-175ms-late', (stage) => {
    stage.cell = hx711(10);
    stage.forceLagMs = 175;
  }),
  read('neighbours-drop-their-bars', (stage) => {
    const { dice } = stage;
    const times = Array.from({ length: 9 }, () => dice.from(1, 40));
    const ring = (atS: number, hz: number): number =>
      times.reduce(
        (sum, from) =>
          sum +
          (atS < from || atS > from + 0.8
            ? 0
            : Math.exp((from - atS) / 0.15) * Math.sin(2 * Math.PI * hz * (atS - from))),
        0,
      );
    stage.beside.push((i) => 6 * ring(i / 1000, 12));
    stage.onForces.push((list) => {
      for (const each of list) each.forceN += 150 * ring(each.atS, 17);
      return list;
    });
  }),
  axis(
    'distance',
    'body-thrusts-without-a-bar',
    (stage, dice) => {
      // The bar lies; hips go up and down in the beam, nearer than the plate.
      stage.bar.mm = 300;
      stage.bar.stay(60);
      const hz = dice.from(0.3, 0.6);
      const [low, range] = [dice.from(60, 120), dice.from(150, 170)];
      stage.onHeights.push((list) => {
        for (const each of list) {
          if (each.atS < 10 || each.atS > 35) continue;
          const up = 0.5 - 0.5 * Math.cos(2 * Math.PI * hz * (each.atS - 10));
          each.heightMm = Math.round(low + range * up + dice.gauss(2));
        }
        return list;
      });
    },
    true,
  ),
  axis(
    'distance',
    'waved-at-a-loaded-bar-on-the-lap',
    (stage, dice) => {
      waved(stage, dice);
    },
    true,
  ),
];
