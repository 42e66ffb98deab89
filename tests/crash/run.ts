/**
 * `npm run test:crash`: kills stations again and again during a busy hour, most of them around the end of a set, while disk, clock and
 * broker fail. Ctrl-C ends it after the next kill, with a verdict. `-- --kills 100 --bays 4 --shards 2 --no-troubles --fast`. Exit code 1: something was lost.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { killAgainAndAgain } from './kill.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    kills: { type: 'string', default: '1000' },
    bays: { type: 'string', default: '4' },
    shards: { type: 'string', default: '1' },
    troubles: { type: 'boolean', default: true },
    /** what was shown must be stored within a second: for a machine that does nothing else */
    fast: { type: 'boolean', default: false },
    /** of a shard: the first of its numbers */
    shard: { type: 'string' },
  },
});
const [kills, bays, shards] = [Number(values.kills), Number(values.bays), Number(values.shards)];
type Outcome = Awaited<ReturnType<typeof killAgainAndAgain>>;

async function oneShard(say: (text: string) => void): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-crash-'));
  const outcome = await killAgainAndAgain(
    { folder, bays, kills, longestRunMs: 4000, mustBeFast: values.fast, hasTroubles: values.troubles },
    say,
  );
  if (outcome.faults.length === 0) rmSync(folder, { recursive: true, force: true });
  else say(`the database is in ${folder}`);
  return outcome;
}

/** Each in a process of its own, with its own gym. */
function shard(number: number, ofKills: number): Promise<Outcome> {
  const args = ['--kills', `${ofKills}`, '--bays', `${bays}`, '--shard', `${number}`];
  if (!values.troubles) args.push('--no-troubles');
  if (values.fast) args.push('--fast');
  const child = fork(fileURLToPath(import.meta.url), args);
  return new Promise((resolve, reject) => {
    child.on('message', (outcome: Outcome) => resolve(outcome));
    child.on('exit', (code) => reject(new Error(`shard ${number} ended with code ${code} before its work`)));
  });
}

const numbered = (number: string) => (text: string) => console.log(`shard ${number}: ${text}`);

if (values.shard !== undefined) {
  const outcome = await oneShard(numbered(values.shard));
  process.send!(outcome, () => process.exit(0));
} else {
  const each = Array.from({ length: shards }, (_, index) => Math.floor((kills + index) / shards));
  const outcomes =
    shards === 1 ? [await oneShard(console.log)] : await Promise.all(each.map((some, index) => shard(index + 1, some)));
  report(outcomes);
}

function report(outcomes: readonly Outcome[]): void {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const faults = outcomes.flatMap((outcome) => outcome.faults);
  console.log(
    `\n${sum((outcome) => outcome.kills)} kills, ${sum(({ sawEnd }) => sawEnd)} of them within a second of the end of a set: ${sum(({ reps }) => reps)} reps and ${sum(({ sets }) => sets)} ended sets announced, ${sum(({ taps }) => taps)} taps answered; ${faults.length} faults`,
  );
  const names = Object.keys(outcomes[0]!.troubles) as (keyof Outcome['troubles'])[];
  console.log(names.map((name) => `${name}: ${sum(({ troubles }) => troubles[name])}`).join(', '));
  for (const fault of faults) console.log(`  ${fault}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
