/**
 * The product's own core as a counter for the judge: `node dist/tests/judge/product.js [--seeds 20] [--from 1] [--axis part] [--verbose] [--alone]`;
 * `--alone` leaves the baselines out.
 * The only file here that imports from src.
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { exercises, isExerciseName } from '../../src/contracts/exercises.ts';
import { createCollector, type Input, type Movement } from '../../src/core/index.ts';
import type { Counter, Movement as ReportedMovement } from './result.ts';
import { jsonOf, optionsOf, scoreCounter } from './run.ts';
import type { Scenario } from './scenario.ts';

function* inputsOf({ heights, forces }: Scenario): Generator<Input> {
  let force = 0;
  for (const { atS, heightMm, flags } of heights) {
    for (; force < forces.length && forces[force]!.atS <= atS; force++) yield forceInput(forces[force]!);
    yield { kind: 'height', atUs: Math.round(atS * 1e6), heightMm, flags };
  }
  for (; force < forces.length; force++) yield forceInput(forces[force]!);
}

const forceInput = ({ atS, forceN, flags }: Scenario['forces'][number]): Input => ({
  kind: 'force',
  atUs: Math.round(atS * 1e6),
  forceN,
  flags,
});

const seconds = (atUs: number | null): number | null => (atUs === null ? null : atUs / 1e6);

const reported = (movement: Movement): ReportedMovement => ({
  n: movement.n ?? 0,
  verdict: movement.verdict,
  startS: movement.startUs / 1e6,
  lockoutS: seconds(movement.lockoutUs),
  endS: seconds(movement.endUs),
  holdS: movement.holdS,
  romMm: movement.romMm,
  meanVelocityMps: movement.meanVelocityMps,
  loadKg: movement.loadKg,
  flags: [...movement.flags],
  ...{ reasons: movement.reasons },
});

export const product: Counter = (scenario) => {
  const { exercise, options } = scenario;
  if (!isExerciseName(exercise)) throw new Error(`unknown exercise ${exercise}`);
  const collector = createCollector({ profile: exercises[exercise], ...options });
  const announced: { atS: number; lockoutS: number | null }[] = [];
  const known = new Map<number, number>();
  for (const input of inputsOf(scenario)) {
    for (const event of collector.take(input)) {
      if (event.kind === 'set-started') known.clear();
      if (event.kind !== 'lockout-reached') continue;
      const told = { atS: event.atUs / 1e6, lockoutS: event.rep.lockoutUs / 1e6 };
      const at = known.get(event.rep.n);
      if (at === undefined) known.set(event.rep.n, announced.push(told) - 1);
      else announced[at] = told;
    }
  }
  const { sets, movements } = collector.finish();
  return {
    sets: sets.map((set) => ({
      startS: set.startUs / 1e6,
      endS: set.endUs / 1e6,
      countedReps: set.countedReps,
      loadKg: set.loadKg,
      reps: set.movements.map(reported),
    })),
    movements: movements.map(reported),
    announced,
  };
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2).filter((arg) => arg !== '--alone');
  const options = optionsOf(args);
  const marks = scoreCounter('core', product, { ...options, compare: args.length === process.argv.length - 2 });
  if (options.json !== undefined) writeFileSync(options.json, jsonOf(new Map([['core', marks]])));
}
