/** `lockout cases …`: the wrong counts of this gym, as the core of this version, or of another one, counts them now. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { type CaseJudgement, judgeCase } from '../app/cases/judge-case.ts';
import { version } from '../app/version.ts';
import type { AnalysisDocument } from '../contracts/analysis.ts';
import type { Case, CaseDocument } from '../contracts/cases.ts';
import { type AdminClient, type AdminClientOptions, withAdminClient } from './admin-client.ts';
import { analyzeFile } from './analyze.ts';
import { print, withAdminOptions } from './member.ts';

interface Options extends AdminClientOptions {
  json?: boolean;
}
type Analyze = (file: string) => Promise<AnalysisDocument>;
/** `failure`: why a version can't count the recording at all. */
type Judged = CaseJudgement & { readonly failure?: string };
/** A case, and what each version makes of it. */
interface Tried {
  readonly one: Case;
  readonly here: Judged;
  /** Null without another version. */
  readonly other: Judged | null;
}

export function casesCommand(): Command {
  const command = new Command('cases').description(
    'wrong counts of this gym: the right count, and the count of this version',
  );
  const verb = (name: string, description: string) => withAdminOptions(command.command(name).description(description));

  verb('list', 'list the cases, each with what this version counts')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      withAdminClient(options, async (client) => {
        const tried = await tryAll(client, null);
        print(options, tried.map(documentOf), tried.map(({ one, here }) => listLine(one, here)).join('\n') || NONE);
      }),
    );

  verb('run', 'count all cases with this version; exit code 1 if --with gets a case wrong that this version gets right')
    .option('--with <path>', 'another version too: its folder, or its dist, before an update')
    .option('--json', 'print one JSON document')
    .action((options: Options & { with?: string }) =>
      withAdminClient(options, async (client) => {
        const other = options.with === undefined ? null : await analyzeOf(options.with);
        const tried = await tryAll(client, other);
        const worse = tried.filter(({ here, other }) => here.isRight && other !== null && !other.isRight);
        const text = [...tried.flatMap(runLines), summary(tried, worse.length)].join('\n');
        print(
          options,
          { version, cases: tried.map(documentOf), worse: worse.length },
          tried.length === 0 ? NONE : text,
        );
        if (worse.length > 0) process.exitCode = 1;
      }),
    );

  verb('export', 'write the cases without names and dates, each as a recording and a JSON document, for a bug report')
    .argument('[folder]', 'folder to write; it must not exist', 'lockout-cases')
    .option('--json', 'print one JSON document about it')
    .action((folder: string, options: Options) =>
      withAdminClient(options, async (client) => {
        if (existsSync(folder)) throw new Error(`${folder} is there already; name another folder`);
        const cases = await allCases(client);
        if (cases.length === 0) throw new Error(NONE);
        mkdirSync(folder, { mode: 0o700 });
        for (const one of cases) await write(client, one, folder);
        const files = cases.length * 2;
        print(options, { folder, cases: cases.length }, `${files} files of ${cases.length} cases written to ${folder}`);
      }),
    );
  return command;
}

const NONE = 'no case yet: "Wrong count?" on the page of a set keeps one';

async function allCases(client: AdminClient): Promise<Case[]> {
  const found: Case[] = [];
  for (let before: string | undefined; ; ) {
    const { cases, next } = await client.cases(before);
    found.push(...cases);
    if (next === null) return found.reverse();
    before = next;
  }
}

/** One after the other, from a file of its own: so another version reads it by its own code. Oldest first. */
async function tryAll(client: AdminClient, other: Analyze | null): Promise<Tried[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-cases-'));
  const file = join(folder, 'case.csv');
  const tried: Tried[] = [];
  try {
    for (const one of await allCases(client)) {
      writeFileSync(file, await client.caseRecording(one.id), { mode: 0o600 });
      const here = await judge(analyzeFile, file, one);
      tried.push({ one, here, other: other && (await judge(other, file, one)) });
    }
    return tried;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a version can't count it counts wrong; the other cases are tried all the same. */
async function judge(analyze: Analyze, file: string, { right }: Case): Promise<Judged> {
  try {
    return judgeCase(await analyze(file), right);
  } catch (error) {
    return { isRight: false, countedReps: 0, faults: [], failure: (error as Error).message };
  }
}

/** @throws Error when there is no built version at `path`; exit code 2 */
async function analyzeOf(path: string): Promise<Analyze> {
  const found = ['dist/src/cli/analyze.js', 'src/cli/analyze.js']
    .map((inside) => resolve(path, inside))
    .find((file) => existsSync(file));
  try {
    const other = (await import(pathToFileURL(found ?? '').href)) as { analyzeFile?: Analyze };
    if (other.analyzeFile) return other.analyzeFile;
  } catch (error) {
    if (found !== undefined) {
      process.exitCode = 2;
      throw new Error(`the version at ${path} can't be loaded: ${(error as Error).message}`);
    }
  }
  process.exitCode = 2;
  throw new Error(`${path} holds no built Lockout; give the folder in which "npm ci" was run, or its dist`);
}

async function write(client: AdminClient, one: Case, folder: string): Promise<void> {
  const { id, exercise, right, version, countedReps } = one;
  const name = `case-${id}`;
  const document: CaseDocument = {
    schema: 'lockout-case/1',
    recording: `${name}.csv`,
    exercise,
    right,
    counted: { version, countedReps },
  };
  writeFileSync(join(folder, document.recording), await client.caseRecording(id), { flag: 'wx', mode: 0o600 });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
}

const documentOf = ({ one, here, other }: Tried) => ({ ...one, now: here, ...(other && { with: other }) });

const state = ({ isRight, countedReps, failure }: Judged) =>
  failure === undefined ? `${isRight ? 'right' : 'wrong'} (${countedReps})` : `failed (${failure})`;

const listLine = (one: Case, here: Judged): string =>
  [
    one.id,
    one.madeAt.slice(0, 10),
    one.bay,
    one.exercise,
    `right value ${one.right.countedReps}`,
    `${one.version} counted ${one.countedReps}`,
    `this version ${state(here)}`,
  ].join('  ');

function runLines({ one, here, other }: Tried): string[] {
  const versions = other === null ? state(here) : `${state(here)} → ${state(other)}`;
  const faults = (other ?? here).faults.map(({ kind, atS }) => `    ${kind} at ${atS.toFixed(1)} s`);
  return [`${one.id}  ${one.exercise}  right value ${one.right.countedReps}  ${versions}`, ...faults];
}

function summary(tried: readonly Tried[], worse: number): string {
  const rightOf = (judgements: readonly (Judged | null)[]) => judgements.filter((one) => one?.isRight).length;
  const here = `${rightOf(tried.map(({ here }) => here))} of ${tried.length} right in this version (${version})`;
  if (tried.every(({ other }) => other === null)) return here;
  return `${here}, ${rightOf(tried.map(({ other }) => other))} in the other; ${worse} become wrong`;
}
