/**
 * `npm run bench`: what the station costs and how fast it is here. `npm run bench -- page core` runs only these parts. `BENCH_S` sets
 * the seconds of each run (60), `BENCH_REPS` the reps of the latency (1000). `npm run bench -- core --against COMMIT` compares `step` with that
 * of an older commit, in turns, and does nothing else.
 */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAgainst } from './against.ts';
import { measureBacklog } from './backlog.ts';
import { measureBrokers } from './broker.ts';
import { measureChain } from './chain.ts';
import { measureCore } from './core.ts';
import { measureDashboard } from './dashboard.ts';
import { measureGreeting } from './greeting.ts';
import { measureLatency } from './latency.ts';
import { measureMembers } from './members.ts';
import { print, type Row } from './report.ts';
import { measureStart } from './start.ts';
import { measureStation } from './station.ts';

const runS = Number(process.env.BENCH_S ?? 60);
const dashboardDir = fileURLToPath(new URL('../../dashboard', import.meta.url));
const PARTS: Record<string, [title: string, measure: () => Promise<Row[]>]> = {
  core: ['Core', measureCore],
  latency: ['Latency, eight bays at 80 + 50 samples a second each', measureLatency],
  'tap-in': ['Tap in, with a simulated PN532', () => measureGreeting(runS)],
  year: ['A year of a busy bay: 100,000 sets, 1,000,000 reps, 200 members', measureMembers],
  page: ['The page in Chromium', () => measureDashboard(dashboardDir, runS)],
  backlog: ['A long backlog for the embedded broker', measureBacklog],
  broker: ['The embedded broker, and mosquitto', () => measureBrokers(Math.min(runS, 20))],
  start: ['A start, CPU until it listens', measureStart],
  station: ['One bay', () => measureStation(1, runS)],
  chain: ['A chain of 10,000 bays: the hub and PostgreSQL', () => measureChain(runS)],
  stations: ['Eight bays in one controller', () => measureStation(8, runS)],
};

const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { against: { type: 'string' } } });
const { against } = values;
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. The parts are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${runS} s a run`);
if (against !== undefined) print(`Core against ${against}, in turns`, await measureAgainst(against));
for (const [name, [title, measure]] of Object.entries(against === undefined ? PARTS : {})) {
  if (wanted.length === 0 || wanted.includes(name)) print(title, await measure());
}
