/** `npm run bench -- core --against COMMIT`: this core and that of an older commit in turns, in one process, on the same inputs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { Input } from '../../src/core/index.ts';
import { type Core, coreLoads, costNs, own, settlingAt } from './core.ts';
import type { Row } from './report.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** V8 has compiled everything by then. */
const FIRST_ROUNDS = 8;
const ROUNDS = 16;

export async function measureAgainst(commit: string): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-against-'));
  try {
    const old = await coreOf(commit, folder);
    return coreLoads().flatMap(({ what, inputs }) => compared(what, inputs, old, commit));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * All steps, and all but those that settle a set: how much of what is slower is the second look at a set, which has a limit of its own. Both cores
 * end the same sets, but each settles them in its own way.
 */
function compared(what: string, inputs: readonly Input[], old: Core, commit: string): Row[] {
  const cores = [old, own].map((core) => ({ core, settling: settlingAt(inputs, core) }));
  const rounds = Array.from({ length: FIRST_ROUNDS + ROUNDS }, () =>
    cores.map(({ core, settling }) => costNs(inputs, settling, core)),
  ).slice(FIRST_ROUNDS);
  const times = (of: (cost: Cost) => number): string => {
    const ratios = rounds.map(([before, now]) => of(now!) / of(before!)).sort((a, b) => a - b);
    const at = (share: number): string => ratios[Math.floor(share * ROUNDS)]!.toFixed(2);
    return `median ${at(0.5)}, half of the rounds ${at(0.25)} to ${at(0.75)}`;
  };
  const rows: Row[] = [[`step ${what}, times that of ${commit}`, times((cost) => cost.settlingNs + cost.othersNs)]];
  if (cores.every(({ settling }) => settling.length === 0)) return rows;
  rows.push([`step ${what} without the settling of sets, times that of ${commit}`, times(({ othersNs }) => othersNs)]);
  const settlingMs = cores.map(({ settling }, core) => {
    const ms = rounds.map((costs) => costs[core]!.settlingNs / 1e6 / settling.length).sort((a, b) => a - b);
    return `${ms[ROUNDS >> 1]!.toFixed(2)} ms`;
  });
  rows.push([
    `settling a set ${what}, ${commit} and now, sets`,
    `${settlingMs.join(', ')}, ${cores[1]!.settling.length}`,
  ]);
  return rows;
}

type Cost = ReturnType<typeof costNs>;

/** Only its core, which imports nothing else at run time. */
async function coreOf(commit: string, folder: string): Promise<Core> {
  const archive = execFileSync('git', ['archive', commit, 'src/core'], { cwd: root, maxBuffer: 2 ** 28 });
  execFileSync('tar', ['x', '-C', folder], { input: archive });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const source = readFileSync(join(folder, name), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions: COMPILED });
    writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
  return (await import(pathToFileURL(join(folder, 'src/core/index.js')).href)) as Core;
}

const COMPILED: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};
