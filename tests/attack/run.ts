/**
 * `node dist/tests/attack/run.js [--seeds 20] [--from 1] [--axis part] [--group name] [--heights] [--verbose] [--worst] [--dump FILE.csv]`:
 * the product against lifters, sensors and faults that share nothing with the judge's own. `--heights`: without the cell.
 */
import { parseArgs } from 'node:util';
import { dump } from '../judge/dump.ts';
import { product } from '../judge/product.ts';
import { emptyMarks, score } from '../judge/score.ts';
import { type AxisMarks, add, markdown } from '../judge/table.ts';
import { ATTACKS } from './axes.ts';
import { outliers } from './outliers.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    axis: { type: 'string', default: '' },
    group: { type: 'string', default: '' },
    heights: { type: 'boolean', default: false },
    worst: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    dump: { type: 'string' },
  },
});
const from = Number(values.from);
const list: AxisMarks[] = [];
const chosen = ATTACKS.filter(
  ({ name, group, needsCell }) =>
    new RegExp(values.axis).test(name) && group.includes(values.group) && !(values.heights && needsCell),
);
if (values.dump) dump(chosen[0]!.make(from, values.heights), values.dump);
else {
  for (const { name, make } of chosen) {
    const marks = emptyMarks();
    for (let seed = from; seed < from + Number(values.seeds); seed += 1) {
      const scenario = make(seed, values.heights);
      const one = score(scenario, product(scenario));
      add(marks, one);
      if (values.worst)
        for (const line of outliers(scenario, product(scenario))) console.log(`${name} ${seed}: ${line}`);
      if (values.verbose && one.notes.length > 0) console.log(`${name} ${seed}: ${one.notes.join('; ')}`);
    }
    list.push({ axis: name, marks });
  }
  console.log(markdown(list));
}
