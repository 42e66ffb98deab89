/** `npm run bench`: what the station costs and how fast it is here. `BENCH_S` sets the seconds of each run (60). */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measureCore } from './core.ts';
import { measureDashboard } from './dashboard.ts';
import { measureGreeting } from './greeting.ts';
import { measureLatency } from './latency.ts';
import { measureMembers } from './members.ts';
import { canMeasure } from './process-cost.ts';
import { print } from './report.ts';
import { measureStation } from './station.ts';

const runS = Number(process.env.BENCH_S ?? 60);
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${runS} s a run`);
print('Core', await measureCore());
print('Latency, one bay at 80 + 50 samples a second', await measureLatency(runS));
print('Tap in, with a simulated PN532', await measureGreeting(runS));
print('A year of a busy bay: 100,000 sets, 1,000,000 reps, 200 members', await measureMembers());
print('The page in Chromium', await measureDashboard(fileURLToPath(new URL('../../dashboard', import.meta.url)), runS));
if (canMeasure) {
  print('One bay', await measureStation(1, runS));
  print('Eight bays in one controller', await measureStation(8, runS));
} else {
  console.log('\nMemory and CPU are read from /proc, which is not here: skipped.');
}
