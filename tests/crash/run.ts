/** `npm run test:crash`: kills the station 200 times during a busy hour (KILLS and BAYS set other numbers). Exit code 1: something was lost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAgainAndAgain } from './kill.ts';

const kills = Number(process.env.KILLS ?? 200);
const bays = Number(process.env.BAYS ?? 4);
const folder = mkdtempSync(join(tmpdir(), 'lockout-crash-'));
const { faults, reps, sets, taps } = await killAgainAndAgain(
  { folder, bays, kills, longestRunMs: 15_000, mustBeFast: true },
  console.log,
);
console.log(
  `\n${kills} kills: ${reps} reps and ${sets} ended sets announced, ${taps} taps answered; ${faults.length} faults`,
);
for (const fault of faults) console.log(`  ${fault}`);
if (faults.length === 0) rmSync(folder, { recursive: true, force: true });
else console.log(`The database is in ${folder}`);
process.exitCode = faults.length === 0 ? 0 : 1;
