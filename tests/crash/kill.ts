import { setTimeout as delay } from 'node:timers/promises';
import { BadDisk } from '../support/bad-disk.ts';
import { BusyGym } from './busy-gym.ts';
import { Ledger } from './ledger.ts';
import { PassingBroker, Troubles } from './trouble.ts';

export interface CrashOptions {
  folder: string;
  bays: number;
  kills: number;
  /** a kill that is not at the end of a set comes at a random instant of so long after the first rep of a run */
  longestRunMs: number;
  /** whether what was shown must be stored within a second; not on a machine that may be busy otherwise */
  mustBeFast: boolean;
  /** whether disk, clock and broker fail too */
  hasTroubles: boolean;
}

/** Most kills come around the end of a set, when a set, its reps, its recording and its messages are written. */
const AT_SET_END = 0.8;
const ENDED_BY_PERSON = 0.9;
const LONGEST_END_MS = 40_000;
/** Before its end is stored, while it is, or just after. */
const AROUND_MS = 120;
const SAW_MS = 1000;

/** @returns what is wrong afterwards, and how much there was to lose */
export async function killAgainAndAgain(options: CrashOptions, say: (text: string) => void = () => undefined) {
  const { folder, bays, kills, longestRunMs, mustBeFast, hasTroubles } = options;
  const ledger = new Ledger();
  const disk = hasTroubles ? BadDisk.make(folder) : null;
  const broker = hasTroubles ? await PassingBroker.start() : null;
  const troubles = new Troubles({ disk, broker });
  const gym = new BusyGym(folder, bays, ledger, { disk, broker: broker?.url ?? null });
  let sawEnd = 0;
  let done = 0;
  let isEnough = false;
  // Ctrl-C: what was found up to here is worth a verdict.
  process.once('SIGINT', () => (isEnough = true));
  await gym.open();
  for (let kill = 1; kill <= kills && !isEnough; kill++) {
    const trouble = troubles.choose();
    await gym.start();
    await troubles.make(trouble, gym);
    if (Math.random() < AT_SET_END) {
      const ends = gym.untilSetEnds(LONGEST_END_MS);
      if (Math.random() < ENDED_BY_PERSON) gym.endSets();
      await ends;
      await delay(Math.random() * AROUND_MS);
    } else await delay(Math.random() * longestRunMs);
    if (Date.now() - gym.setShownMs < SAW_MS) sawEnd++;
    await gym.kill();
    done = kill;
    say(`kill ${kill} (${trouble}): ${ledger.reps.size} reps and ${ledger.sets.size} sets announced so far`);
  }
  disk?.set({ syncMs: 0, isFull: 0 });
  await gym.start();
  await gym.stop();
  const { details, damage } = await gym.stored();
  await broker?.stop();
  return {
    faults: [...damage, ...ledger.faults(details, { mustBeFast })],
    kills: done,
    sawEnd,
    troubles: troubles.counts,
    reps: ledger.reps.size,
    sets: ledger.sets.size,
    taps: ledger.taps.filter(({ result }) => result !== null && ['in', 'switched', 'waits'].includes(result)).length,
  };
}
