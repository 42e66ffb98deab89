/** A year of a busy bay in the database: what a member waits for, and what it takes on disk. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { dataFiles } from '../../src/app/storage/data-folder.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import { Rep, SetEvent } from '../../src/contracts/events.ts';
import { recordsOf, trendsOf } from '../../src/members/history.ts';
import { tally } from '../../src/members/set-tally.ts';
import { Database } from '../../src/store/database.ts';
import { backUp, openStore, type Store } from '../../src/store/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { repToValues, UPSERT_REP } from '../../src/store/rows.ts';
import { type Row, summary } from './report.ts';

const MEMBERS = 200;
const SETS = 100_000;
const REPS_PER_SET = 10;
const SETS_AT_ONCE = 500;
const YEAR_MS = 365 * 86_400_000;
const BEGIN_MS = Date.parse('2026-01-01T05:00:00.000Z');
const MEANS = { timeZone: 'Europe/Berlin', estimate: () => ({ ok: false, why: null }) as const };

const SET: SetEvent = { ...exampleOf(SetEvent), loads: [] };
const REP = exampleOf(Rep);
const iso = (ms: number) => new Date(ms).toISOString();

export async function measureMembers(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-bench-'));
  const file = join(folder, 'lockout.sqlite');
  try {
    const members = fill(file);
    const store = await openStore({ file });
    try {
      return await measure(store, members, { folder });
    } finally {
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sets go in as the station writes them; a million reps are made of one by SQL, or filling would take longer than measuring. */
function fill(file: string): string[] {
  const repository = new Repository(file);
  const actor = { id: null, role: 'station' };
  const consents = { showAlias: true, keepRecordings: false, shareSets: false, acrossGyms: false };
  const members = Array.from({ length: MEMBERS }, (_, n) => {
    const row = {
      id: newId(),
      alias: `Member ${n}`,
      name: null,
      role: 'member' as const,
      login: null,
      secretHash: null,
    };
    return repository.tables.members.add(
      { ...row, heightMm: null, consents, consentsAt: null, createdAt: iso(BEGIN_MS) },
      actor,
    ).id;
  });
  const totals = tally(Array.from({ length: REPS_PER_SET }, (_, n): Rep => ({ ...REP, n: n + 1 })));
  for (let first = 0; first < SETS; first += SETS_AT_ONCE)
    repository.write({ sets: Array.from({ length: SETS_AT_ONCE }, (_, n) => newSet(first + n, members, totals)) });
  repository.close();

  const db = new Database(file);
  const columns = db.all('PRAGMA table_info(reps)').map(({ name }) => name as string);
  const [first] = db.all('SELECT id FROM sets LIMIT 1');
  db.run(UPSERT_REP, ...repToValues({ ...REP, setId: first!.id as string, stage: 'settled' }));
  const later = (seconds: number) =>
    `strftime('%Y-%m-%dT%H:%M:%fZ', sets.started_at, '+' || (4 * k.n + ${seconds}) || ' seconds')`;
  const made: Record<string, string> = {
    id: `substr(sets.id, 1, 24) || printf('%012x', k.n)`,
    set_id: 'sets.id',
    member_id: 'sets.member_id',
    n: 'k.n',
    started_at: later(0),
    lockout_at: later(1),
    ended_at: later(3),
    mean_velocity_mps: '0.45 - 0.008 * k.n',
  };
  db.exec(`INSERT INTO reps (${columns.join(', ')})
    WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ${REPS_PER_SET})
    SELECT ${columns.map((name) => made[name] ?? `one.${name}`).join(', ')}
    FROM sets, k, (SELECT * FROM reps WHERE id = '${REP.id}') AS one ORDER BY sets.id, k.n;
    DELETE FROM reps WHERE id = '${REP.id}'`);
  db.close();
  return members;
}

function newSet(index: number, members: readonly string[], totals: Partial<SetEvent>): SetEvent {
  const startMs = BEGIN_MS + Math.round((index / SETS) * YEAR_MS);
  return {
    ...SET,
    ...totals,
    id: newId({ msecs: startMs }),
    memberId: members[index % members.length]!,
    startedAt: iso(startMs),
    endedAt: iso(startMs + 45_000),
    loadKg: 60 + 10 * (Math.floor(index / MEMBERS) % 8),
    hasRecording: false,
  };
}

async function measure(store: Store, members: readonly string[], { folder }: { folder: string }): Promise<Row[]> {
  const some = members.slice(0, 20);
  const each = async (work: (memberId: string) => Promise<unknown>): Promise<number[]> => {
    const times: number[] = [];
    for (const memberId of some) times.push(await msOf(() => work(memberId)));
    return times;
  };
  const history = await each((memberId) => store.history.sets({ memberId, limit: 50 }));
  const trends = await each(async (memberId) => {
    const sets = await store.history.summaries(memberId);
    return [trendsOf(sets, 'hip-thrust', MEANS), recordsOf(sets, MEANS)];
  });
  const everything = await each(async (memberId) => {
    for (let before: string | undefined; ; ) {
      const { next } = await store.history.setsWithReps({
        memberId,
        limit: 200,
        ...(before === undefined ? {} : { before }),
      });
      if (next === null) return;
      before = next;
    }
  });
  const floor = await each(() => store.listSets({ bay: SET.bay, limit: 50 }));
  const year = { from: iso(BEGIN_MS), to: iso(BEGIN_MS + YEAR_MS) };
  const utilisation = await msOf(() => store.history.utilisation(year));
  const set = (await store.history.sets({ memberId: some[0]!, limit: 1 })).items[0]!;
  const correction = { kind: 'load', enteredLoadKg: 90 } as const;
  const actor = { id: null, role: 'trainer' };
  const corrected = await msOf(() =>
    store.corrections.correct({ id: newId(), setId: set.id, correction, actor, at: iso(Date.now()) }),
  );
  const backup = await msOf(() => backUp(dataFiles(folder), join(folder, 'backup'), 'bench'));
  const removed = await msOf(() => store.members.remove(members.at(-1)!, iso(Date.now()), actor));
  const perMember = `${SETS / MEMBERS} sets, ${(SETS / MEMBERS) * REPS_PER_SET} reps`;
  return [
    ['history page: 50 sets of a member', summary(history, 'ms')],
    [`trends and records of a member (${perMember})`, summary(trends, 'ms')],
    [`everything of a member, for an export (${perMember})`, summary(everything, 'ms')],
    ['latest 50 sets of the bay', summary(floor, 'ms')],
    ['utilisation of the year, hour by hour', summary([utilisation], 'ms')],
    ['correction of a set', summary([corrected], 'ms')],
    ['deletion of a member with everything', summary([removed], 'ms')],
    ['backup, while the station goes on', summary([backup], 'ms')],
    ['size of the backup', `${(statSync(join(folder, 'backup')).size / 1e6).toFixed(0)} MB`],
  ];
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
