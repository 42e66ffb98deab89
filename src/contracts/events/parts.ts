/** What more than one message says in the same words. */
import Type from 'typebox';
import { nullable, oneOf, quantity, Slug, strict, Version } from '../common.ts';

export const origin = {
  v: Version,
  site: Slug('site'),
  bay: Slug('bay'),
};

export const Source = oneOf(['board', 'simulated', 'replay'], {
  description: 'where the samples came from: a real board, the simulated lifter, or a replayed recording',
});

export const BoardState = oneOf(['starting', 'ok', 'degraded', 'lost'], {
  description: 'ok: every sensor delivers; degraded: one does not; lost: no board',
});

/** The ids and times that the examples share. */
export const example = {
  at: '2026-11-22T17:05:09.420Z',
  set: '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01',
  rep: '019aac3e-60c4-7d10-8f3c-6f1f0f3f5b22',
};

export const leftShare = (where: string) =>
  nullable(
    quantity('%', {
      description: `what the left of two load cells carried ${where}; null with one cell`,
      minimum: 0,
      maximum: 100,
    }),
  );
export const meanPowerW = nullable(
  quantity('W', {
    description:
      'mean power of the bar (force on it times its velocity, not the lifter’s own) in the concentric phase; null without a force of the lift',
  }),
);
export const peakPowerW = nullable(
  quantity('W', { description: 'highest power of the bar (not the lifter’s own) in the concentric phase' }),
);
export const workJ = nullable(quantity('J', { description: 'work done on the bar in the concentric phase' }));

export const oneRepMaxErrorKg = quantity('kg', {
  description:
    'the true value is within this of the estimate in 68 of 100 cases (Student’s t; 95 of 100 need at least twice as much)',
  minimum: 0,
});

export const PlateSet = strict(
  {
    unit: oneOf(['kg', 'lb'], { description: 'what is stamped on the plates' }),
    barKg: quantity('kg', { description: 'the bar of this bay', minimum: 0 }),
    platesKg: Type.Array(quantity('kg', { description: 'one plate', exclusiveMinimum: 0 }), {
      description: 'kinds of plates of this bay, as configured; each is loaded in pairs',
    }),
  },
  { description: 'bar and plates of the bay' },
);

export const Plates = strict({
  barKg: quantity('kg', { description: 'the bar of this bay', minimum: 0 }),
  perSideKg: Type.Array(quantity('kg', { description: 'one plate', exclusiveMinimum: 0 }), {
    description: 'plates on each side, heaviest first',
  }),
  totalKg: quantity('kg', {
    description: 'bar and plates; what the scale says beyond it is within 1.25 kg',
    minimum: 0,
  }),
});
export type Plates = Type.Static<typeof Plates>;
export const plates = nullable(Plates);

export const enteredLoadKg = nullable(
  quantity('kg', {
    description: 'bar and plates as a person entered them; null: as measured',
    minimum: 0,
    maximum: 700,
  }),
);
