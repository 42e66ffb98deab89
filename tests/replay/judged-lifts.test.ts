import { expect, it } from 'vitest';
import { AXES } from '../judge/axes.ts';
import { excesses, faultsOn } from '../judge/held.ts';
import { product } from '../judge/product.ts';
import { score } from '../judge/score.ts';
import type { AxisMarks } from '../judge/table.ts';

/** One set of every axis of the judge: a rep more or fewer, or a flag that isn't right, is a defect. */
const SEED = 1;
const marked = new Map<string, AxisMarks>();

function marksOn({ name, make }: (typeof AXES)[number]): AxisMarks {
  const known = marked.get(name);
  if (known !== undefined) return known;
  const scenario = make(SEED);
  const marks = { axis: name, marks: score(scenario, product(scenario)) };
  marked.set(name, marks);
  return marks;
}

it.each(AXES)('$group: $name', (axis) => {
  const marks = marksOn(axis);
  expect(marks.marks.sets).toBeGreaterThan(0);
  expect([...faultsOn(marks)]).toEqual([]);
});

it('the errors of all axes together are no larger than they are', () => {
  expect(AXES.length).toBeGreaterThan(100);
  expect(excesses(AXES.map(marksOn))).toEqual([]);
});
