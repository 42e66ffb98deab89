import { expect, it } from 'vitest';
import { handlingPiece } from '../judge/handling-day.ts';
import { product } from '../judge/product.ts';

/** Pieces of the judge's day in which somebody leans on the cell while something moves in the beam: carried, but not felt as a load that is lifted. */
it.each([
  [30_001, 162],
  [30_001, 619],
  [30_001, 622],
  [30_001, 644],
  [41_001, 312],
  [41_001, 342],
])('a movement is no rep while somebody leans on the cell: day %d, piece %d', (seed, piece) => {
  const { movements } = product(handlingPiece(seed, piece));
  expect(movements.length).toBeGreaterThan(1);
  expect(movements.filter(({ verdict }) => verdict === 'counted')).toEqual([]);
});
