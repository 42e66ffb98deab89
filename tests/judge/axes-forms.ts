/** Lifters made of forces instead of profiles, and forms of a rep that lie between others. */
import { type Axis, axis, overshootEither } from './axes-kit.ts';
import { wholeSet } from './axes-lifts.ts';
import { drawDrive } from './lifter-dynamic.ts';
import { rep } from './lifter-rep.ts';
import { drawLifter, idle, lapOf, planOf } from './lifter-set.ts';
import { beta } from './lifter-shapes.ts';
import { overlay, STEP_S, stay } from './lifter-stage.ts';
import { FLAGS } from './scenario.ts';

export const FORMS: Axis[] = [
  axis('lifter', 'made-of-forces', (random) =>
    wholeSet(random, { holdS: random.range(0.9, 3), upS: random.range(0.5, 1.6) }, () => ({
      plan: (plan) => {
        plan.drive = drawDrive(random, plan.upMm, plan.upS);
      },
    })),
  ),
  axis('lifter', 'made-of-forces-dead-stop', (random) =>
    wholeSet(random, { holdS: random.range(0.9, 2), upS: random.range(0.5, 1.3), bottom: 'dead' }, () => ({
      plan: (plan) => {
        plan.drive = drawDrive(random, plan.upMm, plan.upS);
      },
    })),
  ),
  axis('lifter', 'bar-tilts', (random) => {
    // The end at the sensor lags or leads on the way up and down, and wobbles a little at the top.
    const played = wholeSet(random, { holdS: random.range(0.4, 2), upS: random.range(0.7, 1.6), bottom: 'carried' });
    const { stage } = played;
    for (const note of stage.notes) {
      for (const [from, to] of [
        [note.from, note.top],
        [note.leave, note.to],
      ] as const) {
        const byMm = random.range(-22, 22);
        const lasts = (to - from) * STEP_S;
        overlay(stage.whipMm, from, to, (t) => byMm * Math.sin((Math.PI * t) / lasts) ** 2);
      }
    }
    return played;
  }),
  axis('lifter', 'pulses-at-the-top', (random) => {
    // One or two pulses of 25 to 40 % follow each lockout: one rep each, whatever the pulses are called.
    const lifter = drawLifter(random, { bottom: 'carried', reps: random.int(3, 5), holdS: random.range(0.3, 0.8) });
    const stage = lapOf(random, lifter);
    for (let index = 0; index < lifter.reps; index += 1) {
      const plan = planOf(random, lifter, index, stage.nowMm, 0);
      const topMm = stage.nowMm + plan.upMm;
      let next = plan;
      for (let pulse = random.int(1, 2); pulse > 0; pulse -= 1) {
        const depthMm = random.range(0.25, 0.4) * lifter.romMm;
        rep(stage, { ...next, toMm: topMm - depthMm, downS: lifter.downS * 0.5 });
        stay(stage, 0.03);
        next = { ...plan, upMm: topMm - stage.nowMm, upS: lifter.upS * 0.5, countable: false };
      }
      rep(stage, { ...next, toMm: plan.toMm });
      stay(stage, lifter.restS);
    }
    idle(stage, random, random.range(5, 10));
    return {
      stage,
      truth: (sets) => {
        for (const each of sets.flatMap((set) => set.reps)) {
          each.flags = [];
          each.flagsEither = [...FLAGS];
          each.blind.push('hold');
        }
      },
    };
  }),
  axis('lifter', 'uneven-tops', (random) => ({
    // Tops up to 7 % of the range apart: all of them are reps.
    ...wholeSet(random, { reps: random.int(5, 9), spreadMm: 1, holdS: random.range(0.2, 1.5) }, () => ({
      plan: (plan) => {
        plan.upMm *= 1 - random.range(0, 0.07);
      },
    })),
    truth: overshootEither,
  })),
  axis('lifter', 'bottoms-differ', (random) =>
    // Some reps are lowered less far, by up to 15 %, and go up to the same top.
    wholeSet(random, { reps: random.int(5, 9), bottom: 'carried' }, (_, lifter) => ({
      plan: (plan) => {
        plan.toMm += random.range(0, 0.15) * lifter.romMm;
        if (random.chance(0.3)) plan.up = beta(1, 2);
      },
    })),
  ),
];
