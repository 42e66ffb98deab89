/** What a start costs: CPU of a station and its processes until it listens, from a checkout and from the bundle of a package. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ARCHITECTURES } from '../../src/install/architecture.ts';
import { bundle } from '../../src/install/bundle.ts';
import { layRelease } from '../../src/install/release.ts';
import { cpuS, familyOf } from './process-cost.ts';
import type { Row } from './report.ts';

// Without the slash at its end: paths are cut off behind it.
const root = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
const RUNS = 9;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** In turns, and beside an empty Node: how fast the computer is, and what else it does, is in both. */
export async function measureStart(): Promise<Row[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'lockout-start-'));
  try {
    const release = await layBundle(scratch);
    const commands = { checkout: join(root, 'src/cli/lockout.mjs'), bundle: join(release, 'src/cli/lockout.mjs') };
    const costs = { empty: [] as number[], checkout: [] as number[], bundle: [] as number[] };
    for (let run = 0; run < RUNS; run++) {
      costs.empty.push(await costOfEmpty());
      for (const from of ['checkout', 'bundle'] as const)
        costs[from].push(await costOfStart(commands[from], mkdtempSync(join(scratch, 'run-'))));
    }
    const empty = median(costs.empty);
    const row = (name: string, values: readonly number[]): Row => [
      name,
      `${median(values).toFixed(2)} s, ${(median(values) / empty).toFixed(1)} times an empty Node`,
    ];
    return [
      row('from a checkout', costs.checkout),
      row('from the bundle', costs.bundle),
      row('empty Node', costs.empty),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function layBundle(scratch: string): Promise<string> {
  const bundleFolder = join(scratch, 'bundle');
  await bundle(root, bundleFolder);
  const architecture = ARCHITECTURES.find(({ npm }) => npm === process.arch)!;
  const staging = join(scratch, 'staging');
  const release = { root, bundleFolder, architecture, version: '0.0.0', epochS: 0, publicKey: null };
  layRelease(release, staging, join(scratch, 'fetched'));
  const releases = join(staging, 'usr/lib/lockout/releases');
  return join(releases, readdirSync(releases)[0]!);
}

async function costOfEmpty(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)']);
  return costUntil(child, /up/);
}

function costOfStart(command: string, cwd: string): Promise<number> {
  const env = { ...process.env, LOCKOUT_WEB_PORT: '0', LOCKOUT_MQTT_EMBEDDED_PORT: '0' };
  return costUntil(spawn(process.execPath, [command, 'run'], { cwd, env }), /Press Ctrl-C/);
}

async function costUntil(child: ChildProcess, printed: RegExp): Promise<number> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk) => {
      text += chunk;
      if (printed.test(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${text}`)));
  });
  const spent = familyOf(child.pid!).reduce((sum, pid) => sum + cpuS(pid), 0);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return spent;
}
