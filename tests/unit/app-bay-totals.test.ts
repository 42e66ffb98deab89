import { expect, it } from 'vitest';
import { parseConfig } from '../../src/app/config/config.ts';
import { quietBay } from '../support/quiet-bay.ts';

it('what a bay has left out is not forgotten with the exercise', () => {
  const { config } = parseConfig('bays: [{}]', '/nowhere/lockout.yaml');
  const { bay } = quietBay(config.bays[0]!);
  const still = { forceN: null, rawLoad: null, rawDistanceMm: null, flags: 0 };
  for (let index = 0; index < 200; index++)
    bay.takeRow(
      { ...still, atUs: index * 20_000, heightMm: index === 150 ? 1800 : 300 + (index % 2) },
      bay.measuring.board,
    );
  expect(bay.measuring.totals.leftOut).toEqual({ height: 1, force: 0 });
  bay.selectExercise('squat');
  expect(bay.measuring.board.view.leftOut.height).toBe(0);
  expect(bay.measuring.totals.leftOut).toEqual({ height: 1, force: 0 });
});
