/** `npm run bench -- core --against COMMIT`: this core and that of an older commit in turns, in one process, on the same inputs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { type Core, coreLoads, cpuNs, fold, own } from './core.ts';
import type { Row } from './report.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** V8 has compiled everything by then. */
const FIRST_ROUNDS = 8;
const ROUNDS = 16;

export async function measureAgainst(commit: string): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-against-'));
  try {
    const old = await coreOf(commit, folder);
    return coreLoads().map(({ what, inputs, endsSets }) => {
      const ratios: number[] = [];
      for (let round = 0; round < FIRST_ROUNDS + ROUNDS; round++) {
        const oldNs = cpuNs(() => fold(inputs, endsSets, old));
        const ownNs = cpuNs(() => fold(inputs, endsSets, own));
        if (round >= FIRST_ROUNDS) ratios.push(ownNs / oldNs);
      }
      ratios.sort((a, b) => a - b);
      const at = (share: number): string => ratios[Math.floor(share * ROUNDS)]!.toFixed(2);
      return [
        `step ${what}, times that of ${commit}`,
        `median ${at(0.5)}, half of the rounds ${at(0.25)} to ${at(0.75)}`,
      ];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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
