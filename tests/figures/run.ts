/**
 * `npm run figures`: measures every figure of the documents again and writes it there, with its date and machine. `--only NAME` takes one of
 * them, `--quick` measures shortly and only prints. What fails stays as it is in its document, and is named at the end.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tableOf, withBlock } from './blocks.ts';
import { FIGURES } from './figures.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
if (values.only !== undefined && !(values.only in FIGURES)) {
  console.error(`There is no figure ${values.only}. The figures are: ${Object.keys(FIGURES).join(', ')}.`);
  process.exit(2);
}
const wanted = Object.entries(FIGURES).filter(([name]) => values.only === undefined || name === values.only);
const failed: string[] = [];
for (const [name, figure] of wanted) {
  try {
    const text = measured(name, figure);
    console.log(`\n${figure.document}, ${name}\n\n${text}`);
    const file = join(root, figure.document);
    if (!values.quick) writeFileSync(file, withBlock(readFileSync(file, 'utf8'), name, text));
  } catch (error) {
    failed.push(`${name}: ${(error as Error).message}`);
  }
}
for (const failure of failed) console.error(`not measured, and left as it was: ${failure}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function measured(name: string, { program, args, quickArgs, env, quickEnv, head }: (typeof FIGURES)[string]): string {
  const [load = 0] = loadavg();
  const call = [...(program.startsWith('dist/tests/bench/') ? ['--expose-gc'] : []), program];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...call, ...(values.quick ? quickArgs : args)], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...(values.quick ? quickEnv : env) },
    maxBuffer: 64e6,
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format();
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() || process.arch}, Node ${process.versions.node}`;
  return `${day}, ${machine}, load ${load.toFixed(1)} at the start; \`npm run figures -- --only ${name}\`:\n\n${tableOf(stdout, head)}`;
}
