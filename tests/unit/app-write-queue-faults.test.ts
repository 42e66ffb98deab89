/** Any sequence of changes × any pattern of failures leaves the same database, and publishes in the same order, as without failures. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { NewChange } from '../../src/app/storage/new-change.ts';
import { WriteQueue } from '../../src/app/storage/write-queue.ts';
import type { SetEvent } from '../../src/contracts/events.ts';
import { Database } from '../../src/store/database.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember, later, STATION } from '../integration/store-members-samples.ts';
import { announce, newRep, newSet } from '../integration/store-samples.ts';
import { keptTempDir, tempDir } from '../integration/store-temp.ts';
import { type Fault, FaultyStore } from '../support/queue-store.ts';

const BAYS = ['bay-1', 'bay-2'] as const;
const MEMBERS = [1, 2, 3].map((n) => `01980000-0000-7000-8000-00000000000${n}`);

/** What happens on a bay; `deliver`: MQTT takes so many of the messages that wait. */
const DEEDS = ['rep', 'rep', 'end', 'claim', 'leave', 'range', 'alert', 'poison', 'deliver', 'pause'] as const;
const deeds = fc.array(
  fc.record({ deed: fc.constantFrom(...DEEDS), bay: fc.constantFrom(...BAYS), pick: fc.nat({ max: 6 }) }),
  { minLength: 4, maxLength: 40 },
);
type Deed = { deed: (typeof DEEDS)[number]; bay: (typeof BAYS)[number]; pick: number };

interface OnBay {
  open: SetEvent | null;
  lastEnded: SetEvent | null;
  session: NonNullable<NewChange['sessions']>[number] | null;
}

/** The changes that a station would make of it: each only makes sense behind those before it. */
function changesOf(what: readonly Deed[]): (NewChange | Deed)[] {
  const bays = new Map<string, OnBay>(BAYS.map((bay) => [bay, { open: null, lastEnded: null, session: null }]));
  let minute = 0;
  return what.flatMap((each): (NewChange | Deed)[] => {
    const { deed, bay, pick } = each;
    const here = bays.get(bay)!;
    const at = later(minute++);
    const memberId = MEMBERS[pick % 3]!;
    const setRow = (set: SetEvent) => ({ bay, topic: 'set' as const, id: set.id, payload: set });
    if (deed === 'rep') {
      const begun = {
        bay,
        memberId: null,
        sessionId: null,
        startedAt: at,
        endedAt: null,
        endReason: null,
        revision: 0,
      };
      const before = here.open ?? newSet(begun);
      here.open = { ...before, revision: before.revision + 1, countedReps: before.countedReps + 1 };
      const rep = newRep(here.open.id, { bay, memberId: null, startedAt: at, n: here.open.countedReps });
      return [{ sets: [here.open], reps: [rep], outbox: [announce(rep)] }];
    }
    if (deed === 'end' && here.open) {
      const { open } = here;
      const set = {
        ...open,
        revision: open.revision + 1,
        endedAt: at,
        endReason: 'rested' as const,
        hasRecording: true,
      };
      [here.lastEnded, here.open] = [set, null];
      return [
        { sets: [set], outbox: [setRow(set)], recordings: [{ setId: set.id, csv: `${at}\n`.repeat(100 * pick) }] },
      ];
    }
    if (deed === 'claim') {
      const id = newSet().id;
      here.session = { id, bay, kind: 'member', memberId, startedAt: at, endedAt: null, endReason: null };
      for (const other of bays.values())
        if (other !== here && other.session?.memberId === memberId) other.session = null;
      const sessions = [here.session];
      const actor = { id: memberId, role: 'member' };
      const correction = { kind: 'owner' as const, memberId };
      const setId = (pick > 4 ? here.open : here.lastEnded)?.id; // that of an open set is refused
      if (!setId) return [{ sessions }];
      return [
        { sessions, corrections: [{ id: newSet().id, setId, correction, actor, at, as: 'claim' }] },
        { sessions },
      ];
    }
    if (deed === 'leave' && here.session) {
      const { session } = here;
      here.session = null;
      return [{ sessions: [{ ...session, endedAt: at, endReason: 'tapped-out' }] }];
    }
    if (deed === 'range') {
      const range = { exercise: 'hip-thrust' as const, topMm: 400 + minute, romMm: 300, sets: minute, updatedAt: at };
      return [{ ranges: [{ memberId, range }] }];
    }
    const payload = { at, n: minute };
    if (deed === 'alert') return [{ outbox: [{ bay, topic: 'alert', id: newSet().id, payload }] }];
    if (deed === 'poison') return [{ sets: [newSet({ bay, countedReps: Number.NaN })] }];
    return deed === 'deliver' || deed === 'pause' ? [each] : [];
  });
}

/** Made once, and copied for each run. */
const EMPTY = join(keptTempDir(), 'empty.db');
{
  const repository = new Repository(EMPTY);
  for (const id of MEMBERS)
    addMember(repository, {
      id,
      consents: { showAlias: true, keepRecordings: id !== MEMBERS[0], shareSets: true, acrossGyms: false },
    });
  repository.tables.webhooks.add(
    { id: MEMBERS[0]!, url: 'https://example.org/', createdAt: later(0) },
    'secret',
    STATION,
  );
  repository.close();
}

function openDatabase() {
  const file = join(tempDir(), 'a.db');
  copyFileSync(EMPTY, file);
  return { file, repository: new Repository(file) };
}

/** Everything that changes write, in the order in which it lies there. */
function contents(file: string): Record<string, unknown[]> {
  const db = new Database(file);
  const tables = {
    sets: 'SELECT * FROM sets ORDER BY id',
    reps: 'SELECT * FROM reps ORDER BY id',
    recordings: 'SELECT set_id, length(csv_gzip) FROM recordings ORDER BY set_id',
    sessions: 'SELECT * FROM bay_sessions ORDER BY id',
    ranges: 'SELECT * FROM learned_ranges ORDER BY member_id',
    corrected: 'SELECT * FROM corrected_sets ORDER BY set_id',
    audit: 'SELECT * FROM audit WHERE set_id IS NOT NULL ORDER BY seq',
    webhooks: 'SELECT webhook_id, set_id, body_json FROM webhook_outbox ORDER BY seq',
    outbox: 'SELECT bay, topic, message_id, payload_json FROM outbox ORDER BY seq',
  };
  const seqless = (row: object) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'seq'));
  return Object.fromEntries(Object.entries(tables).map(([name, sql]) => [name, db.all(sql).map(seqless)]));
}

/** Runs the changes through the queue; the fault of each write is given, and when they are used up all is well. */
async function run(plan: readonly (NewChange | Deed)[], faults: readonly Fault[], delivers: boolean) {
  const { file, repository } = openDatabase();
  const store = new FaultyStore(repository);
  let turn = 0;
  store.nextFault = () => faults[turn++] ?? null;
  store.failsToDelete = () => faults[turn] === 'full';
  const queue = new WriteQueue({
    open: async () => store.asStore,
    logger: pino({ level: 'silent' }),
    onStatus: () => {},
    after: (_delayMs, work) => {
      const soon = setImmediate(work);
      return () => clearImmediate(soon);
    },
  });
  void queue.start();
  const published = new Map<string, string[]>(BAYS.map((bay) => [bay, []]));
  const deliver = async (bay: string, limit: number) => {
    const rows = await queue.pending(bay, limit);
    published.get(bay)!.push(...rows.map(({ payload }) => payload));
    await queue.delivered(rows.map(({ seq }) => seq));
    return rows.length;
  };
  const durable: Promise<void>[] = [];
  for (const each of plan) {
    if (!('deed' in each)) durable.push(queue.append(each));
    else if (each.deed === 'pause') await new Promise((resolve) => setImmediate(resolve));
    else if (delivers) await deliver(each.bay, 1 + each.pick);
  }
  await Promise.all(durable);
  const refused = queue.refused;
  const kept = contents(file);
  for (const bay of delivers ? BAYS : []) while ((await deliver(bay, 64)) > 0);
  await queue.close();
  return { kept, published, refused };
}

/** The same changes one by one into a database that never fails; what it refuses is left out. */
function withoutFailures(plan: readonly (NewChange | Deed)[]) {
  const { file, repository } = openDatabase();
  let refused = 0;
  for (const each of plan) {
    if ('deed' in each) continue;
    const { recordings = [], ...rest } = each;
    try {
      repository.write({
        ...rest,
        recordings: recordings.map(({ setId, csv }) => ({ setId, csvGzip: gzipSync(csv) })),
      });
    } catch {
      refused++;
    }
  }
  const kept = contents(file);
  const published = (bay: string) => repository.pending(bay, 9999).map(({ payload }) => payload);
  return { kept, refused, published };
}

const faults = fc.array(fc.constantFrom<Fault>('full', 'full', 'lost', null, null), { maxLength: 30 });
const RUNS = { numRuns: 60 };

test('the database is the same as without failures', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, faults, async (what, pattern) => {
      const plan = changesOf(what);
      const smooth = withoutFailures(plan);
      const rough = await run(plan, pattern, false);
      expect(rough.kept).toEqual(smooth.kept);
      expect(rough.refused).toBe(smooth.refused);
    }),
    RUNS,
  );
});

test('each message is published, in the same order as without failures', async () => {
  /** One that is delivered twice counts where it came first; what a correction announces is made when it is written. */
  const order = (payloads: readonly string[] = []) =>
    [...new Set(payloads)].filter((payload) => (JSON.parse(payload) as SetEvent).memberId == null);
  await fc.assert(
    fc.asyncProperty(deeds, faults, async (what, pattern) => {
      const plan = changesOf(what);
      const smooth = withoutFailures(plan);
      const rough = await run(plan, pattern, true);
      for (const bay of BAYS) {
        expect(order(rough.published.get(bay))).toEqual(order(smooth.published(bay)));
        expect(new Set(rough.published.get(bay))).toEqual(new Set(smooth.published(bay)));
      }
    }),
    RUNS,
  );
});
