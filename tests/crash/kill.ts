import { setTimeout as delay } from 'node:timers/promises';
import { BusyGym } from './busy-gym.ts';
import { Ledger } from './ledger.ts';

export interface CrashOptions {
  folder: string;
  bays: number;
  kills: number;
  /** a kill comes at a random instant of so long after the first rep of a run: in mid-set, at its end, in the rest */
  longestRunMs: number;
  /** whether what was shown must be stored within a second; not on a machine that may be busy otherwise */
  mustBeFast: boolean;
}

/** @returns what is wrong afterwards, and how much there was to lose */
export async function killAgainAndAgain(options: CrashOptions, say: (text: string) => void = () => undefined) {
  const { folder, bays, kills, longestRunMs, mustBeFast } = options;
  const ledger = new Ledger();
  const gym = new BusyGym(folder, bays, ledger);
  await gym.open();
  for (let kill = 1; kill <= kills; kill++) {
    await gym.start();
    await delay(Math.random() * longestRunMs);
    await gym.kill();
    say(`kill ${kill}: ${ledger.reps.size} reps and ${ledger.sets.size} sets announced so far`);
  }
  await gym.start();
  await gym.stop();
  const { details, damage } = await gym.stored();
  return {
    faults: [...damage, ...ledger.faults(details, { mustBeFast })],
    reps: ledger.reps.size,
    sets: ledger.sets.size,
    taps: ledger.taps.filter(({ result }) => result !== null && ['in', 'switched', 'waits'].includes(result)).length,
  };
}
