/** The station as a process: start, stop, memory, CPU, missed frames; with one bay and with eight. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readLocalKey } from '../../src/app/people/access/credentials.ts';
import { canMeasure, cpuS, familyOf, memoryMb } from './process-cost.ts';
import { type Row, summary } from './report.ts';

const LOCKOUT = fileURLToPath(new URL('../../../src/cli/lockout.mjs', import.meta.url));
/** Young processes are still filling their heaps. */
const SETTLE_S = 20;

export async function measureStation(bays: number, runS: number): Promise<Row[]> {
  if (!canMeasure) return [['memory and CPU', 'skipped: they are read from /proc, which is not here']];
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const list = Array.from(
    { length: bays },
    (_, index) => `  - { id: bay-${index + 1}, name: Bay ${index + 1}, simulator: { seed: ${index + 1} } }`,
  );
  writeFileSync(
    join(folder, 'lockout.yaml'),
    `web: { port: 0 }\nmqtt: { embedded: { port: 0 } }\nlog: { level: warn }\nbays:\n${list.join('\n')}\n`,
  );
  try {
    return await measure(bays, runS, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(bays: number, runS: number, folder: string): Promise<Row[]> {
  const began = performance.now();
  const station = spawn(process.execPath, [LOCKOUT, 'run'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  station.stdout.on('data', (chunk) => (output += chunk));
  while (!/Press Ctrl-C to stop/.test(output)) await delay(5);
  const upMs = performance.now() - began;
  const page = /page\s+(\S+)/.exec(output)![1]!;
  while (!(await everyBoard(page))) await delay(20);
  const boardsMs = performance.now() - began;

  await delay(SETTLE_S * 1000);
  const family = familyOf(station.pid!);
  const before = family.map(cpuS);
  const from = performance.now();
  await delay(runS * 1000);
  const usedS = family.reduce((sum, pid, index) => sum + cpuS(pid) - before[index]!, 0);
  const memory = family.map(memoryMb);
  const cpuPercent = (usedS / ((performance.now() - from) / 1000)) * 100;
  const lost = await missed(page, join(folder, 'data'));

  const stopping = performance.now();
  station.kill('SIGINT');
  await new Promise((resolve) => station.on('exit', resolve));
  const stopMs = performance.now() - stopping;
  const what = `${bays} ${bays === 1 ? 'bay' : 'bays'}`;
  const sum = (key: 'rss' | 'pss') => memory.reduce((total, entry) => total + entry[key], 0);
  return [
    [`${what}: start to page and broker`, summary([upMs], 'ms')],
    [`${what}: start to every board answering`, summary([boardsMs], 'ms')],
    [`${what}: Ctrl-C to end`, summary([stopMs], 'ms')],
    [
      `${what}: memory of all ${family.length} processes (RSS, shared pages counted in each)`,
      `${sum('rss').toFixed(0)} MB`,
    ],
    [`${what}: memory of all processes (PSS)`, `${sum('pss').toFixed(0)} MB`],
    [`${what}: CPU, lifting and resting`, `${cpuPercent.toFixed(1)} % of one core`],
    [`${what}: frames missed in ${(SETTLE_S + runS).toFixed(0)} s`, `${lost.missed} of ${lost.samples}`],
  ];
}

async function everyBoard(page: string): Promise<boolean> {
  const health = (await (await fetch(`${page}/health`)).json()) as { reasons: unknown[] };
  return health.reasons.length === 0;
}

async function missed(page: string, dataDir: string): Promise<{ missed: number; samples: number }> {
  const text = await (
    await fetch(`${page}/metrics`, { headers: { authorization: `Bearer ${readLocalKey(dataDir)}` } })
  ).text();
  const sum = (pattern: RegExp) => [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
  return {
    missed: sum(/^lockout_slot_samples_total\{[^}]*what="samples(?:Lost|OutOfOrder|Duplicated)"[^}]*\} (\d+)$/gm),
    samples: sum(/^lockout_samples_total\{[^}]*\} (\d+)$/gm),
  };
}
