import { expect, it } from 'vitest';
import { handling24h } from '../judge/handling-day.ts';
import { product } from '../judge/product.ts';

/** A piece of the judge's day in which somebody leans on the cell while the bar is moved once: carried, but not felt to be accelerated. */
const LEANT_ON = 162;

it('a movement that stands alone is no rep while somebody leans on the cell', () => {
  for (const scenario of handling24h(30_001)) {
    if (scenario.seed !== LEANT_ON) continue;
    const { movements } = product(scenario);
    expect(movements.length).toBeGreaterThan(3);
    expect(movements.filter(({ verdict }) => verdict === 'counted')).toEqual([]);
    return;
  }
  expect.unreachable('the day has that piece');
});
