/** A whole station lives through a story without waiting: the real one, on a clock and timers that the story turns. README.md says what is replaced. */
import { pino } from 'pino';
import { vi } from 'vitest';
import { Station } from '../../src/app/station.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import { type Store, StoreError } from '../../src/store/index.ts';
import { seeded } from '../judge/random.ts';
import { addMember } from '../support/members.ts';
import { configFor, tempFolder } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Ledger } from './ledger.ts';
import { SimulatedBoard } from './simulated-board.ts';
import { SimulatedBroker } from './simulated-broker.ts';
import { BAYS, CARDS, DISK_FAULTS, type DiskFault, type Name, type Story } from './story.ts';

const START_MS = Date.parse('2026-11-22T18:00:00.000Z');
const STEP_MS = 50;
/** Of a bay; its board would make them. */
const TICK_MS = 250;
/** For the last retries of disk and broker. */
const AFTERWARDS_MS = 60_000;

export interface Outcome {
  /** In words; empty when all is well. */
  faults: string[];
  trace: readonly string[];
  /** Of each bay, what was counted of each movement, in order. */
  counted: string[];
  sets: number;
  reps: number;
  /** Writes that failed, deliveries that came twice: that the story did harm. */
  failures: number;
  doubled: number;
  clockSteps: number;
}

export async function simulate(story: Story): Promise<Outcome> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const jitter = seeded(story.seed, 'jitter');
  const random = vi.spyOn(Math, 'random').mockImplementation(() => jitter.next());
  try {
    return await live(story);
  } finally {
    random.mockRestore();
    vi.useRealTimers();
  }
}

async function live(story: Story): Promise<Outcome> {
  const clock = new VirtualClock(START_MS);
  const ledger = new Ledger();
  let nowMs = 0;
  const during = (kind: string, bay?: string) =>
    story.faults.some(
      (fault) =>
        fault.kind === kind && fault.fromMs <= nowMs && nowMs < fault.toMs && (bay === undefined || fault.bay === bay),
    );

  const station = new Station({
    loaded: configFor(tempFolder(), {}, `bays: [${BAYS.map((id) => `{ id: ${id} }`).join(', ')}]`),
    dashboardDir: null,
    logger: pino({ level: 'silent' }),
    clock,
    readTime: async () => ({ synchronized: true, source: 'the story' }),
  });
  const { writeQueue, presence, bays } = station;
  await writeQueue.start();
  const { store } = writeQueue;
  const members = new Map<Name, string>();
  for (const [alias, uid] of Object.entries(CARDS))
    members.set(alias as Name, await addMember(store, station.loaded.dataDir, { alias, uid }));
  await presence.start();
  await Promise.all(bays.map((bay) => bay.calibrator.load()));
  station.clockWatch.start();
  const broker = new SimulatedBroker(BAYS, writeQueue, clock);
  let hasNews = true;
  const calls = breakable(
    store,
    () => DISK_FAULTS.find((kind) => during(kind)) ?? null,
    () => (hasNews = true),
  );
  station.hub.subscribe({
    frame: () => undefined,
    event: (bay, event) => {
      ledger.hear(nowMs, bay, event);
      hasNews = true;
    },
  });
  const boards = bays.map((bay, index) => new SimulatedBoard(bay, story.seed * 10 + index));

  /** What the step began outside of this thread has come to its end. */
  const settle = async () => {
    const isBusy = () =>
      calls.size > 0 || writeQueue.isWriting || (writeQueue.waiting > 0 && !writeQueue.status.failing);
    for (let quiet = 0; quiet < 3; quiet = isBusy() ? 0 : quiet + 1) {
      await Promise.all(calls);
      await new Promise(setImmediate);
    }
  };
  const due = <T extends { atMs: number }>(all: readonly T[]) =>
    all.filter(({ atMs }) => nowMs - STEP_MS < atMs && atMs <= nowMs);

  const step = async () => {
    nowMs += STEP_MS;
    clock.pass(STEP_MS);
    for (const { byMs } of due(story.clockSteps)) clock.step(byMs);
    broker.isUp = !during('broker-away');
    for (const { bay } of due(story.boardRestarts)) boards[BAYS.indexOf(bay as 'bay-1')]!.restart(nowMs);
    for (const { bay, name } of due(story.taps)) {
      const { result } = await presence.tap(bay, CARDS[name], 'door');
      const claimed = presence.presence(bay).questions.filter(({ answer }) => answer === 'claimed');
      if (result === 'claimed')
        ledger.claimed(
          claimed.map(({ setId }) => setId),
          members.get(name)!,
        );
      ledger.note(nowMs, bay, `${name} ${result}`);
    }
    for (const [index, board] of boards.entries())
      board.runTo(nowMs, clock.monoMs(), nowMs < story.durationMs && !during('board-silent', BAYS[index]));
    if (nowMs % TICK_MS === 0) for (const bay of bays) bay.tick();
    vi.advanceTimersByTime(STEP_MS);
    await settle();
    if (!hasNews && broker.isIdle) return;
    hasNews = false;
    broker.wake();
    await settle();
    broker.answer();
    await settle();
  };

  while (nowMs < story.durationMs) await step();
  for (const bay of bays) bay.endSet();
  while (nowMs < story.durationMs + AFTERWARDS_MS) await step();

  const stored = await allSets(store);
  const faults = ledger.faults(stored, broker.deliveries);
  const left = await store.outbox.count();
  if (left > 0) faults.push(`${left} messages were not published`);
  if (writeQueue.waiting > 0)
    faults.push(`${writeQueue.waiting} changes were not written: ${writeQueue.status.reason}`);
  if (writeQueue.refused > 0) faults.push(`${writeQueue.refused} changes were refused`);
  const { failures } = writeQueue;
  await station.stop();
  const keys = broker.deliveries.map(({ id, revision }) => `${id}.${revision}`);
  return {
    faults,
    trace: ledger.trace,
    counted: [...ledger.reps.values()].map(({ bay, n, verdict }) => `${bay} ${n} ${verdict}`).sort(),
    sets: stored.length,
    reps: ledger.reps.size,
    failures,
    doubled: keys.length - new Set(keys).size,
    clockSteps: station.clockWatch.steps,
  };
}

/** The worker and its file go on; what is asked of them, or answered, is lost on the way. @returns the calls that are not answered yet */
function breakable(store: Store, fault: () => DiskFault | null, onWritten: () => void): ReadonlySet<Promise<unknown>> {
  const calls = new Set<Promise<unknown>>();
  type Call = (...args: unknown[]) => Promise<unknown>;
  const watched = (name: string, call: Call, isWrite = false): Call => {
    const run = async (args: unknown[]) => {
      const now = fault();
      if (isWrite && now === 'disk-full') throw new StoreError('disk-full', 'The disk is full.');
      if (now === 'disk-gone' || (now !== null && name === 'delivered'))
        throw new StoreError('disk-error', 'The disk failed.');
      const answer = await call(...args);
      if (isWrite) onWritten();
      if (isWrite && now === 'answer-lost') throw new StoreError('unavailable', 'The thread ended before it answered.');
      return answer;
    };
    return (...args) => {
      const answer = run(args);
      const ended: Promise<unknown> = answer.catch(() => undefined).then(() => calls.delete(ended));
      calls.add(ended);
      return answer;
    };
  };
  const own = store as unknown as Record<string, Call>;
  for (const name of ['write', 'openSets', 'listSets', 'getSet', 'recording', 'saveCalibration', 'calibrations'])
    own[name] = watched(name, own[name]!.bind(store), name === 'write');
  const tables = Object.values(store).filter((table) => typeof table === 'object' && table !== null);
  for (const table of tables as Record<string, Call>[])
    for (const [name, call] of Object.entries(table)) table[name] = watched(name, call);
  return calls;
}

async function allSets(store: Store): Promise<SetDetail[]> {
  const { sets } = await store.listSets({ limit: 999 });
  return Promise.all(sets.map(async ({ id }) => (await store.getSet(id))!));
}
