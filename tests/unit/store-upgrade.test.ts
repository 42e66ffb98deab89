import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { exampleOf } from '../../src/contracts/common.ts';
import { Alert, Rep, SetEvent } from '../../src/contracts/events.ts';
import { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const SET_ID = '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01';
const REP_ID = '019aac3e-60c4-7d10-8f3c-6f1f0f3f5b22';

/** What a station of version 2 left behind: a set with a rep, written in its own words. */
function fileOfVersion2(): string {
  const file = join(tempDir(), 'lockout.sqlite');
  const db = new Database(file);
  db.exec('PRAGMA journal_mode = WAL');
  migrate(db, MIGRATIONS.slice(0, 2), file);
  db.exec(`
    INSERT INTO sets VALUES ('${SET_ID}', 4, 'gym', 'bay-1', NULL, 'board', 'hip-thrust',
      '2026-11-22T17:05:01.000Z', '2026-11-22T17:05:42.300Z', 'rested', 1, 0, 0, 0, 80.2, 1.04, 0.31, NULL, 3.4);
    INSERT INTO reps VALUES ('${REP_ID}', 3, 'settled', '${SET_ID}', 'gym', 'bay-1', NULL, 'board', 'hip-thrust',
      1, 'counted', '[]', '2026-11-22T17:05:08.100Z', '2026-11-22T17:05:09.210Z', '2026-11-22T17:05:11.560Z',
      1.11, 1.02, 1.33, 312.4, 0.281, 0.29, 0.47, '["hold-missed"]');
    INSERT INTO outbox (bay, topic, message_id, payload_json) VALUES ('bay-1', 'set', '${SET_ID}', '{"v":1}');`);
  expect(db.number('PRAGMA user_version')).toBe(2);
  db.close();
  return file;
}

test('a file of version 2 is read as before; what it never measured is null', () => {
  const repository = new Repository(fileOfVersion2());
  expect(repository.migrated).toEqual(MIGRATIONS.slice(2).map(({ version }) => version));
  const { set, reps } = repository.getSet(SET_ID)!;
  expect(Compile(SetEvent).Errors(set)).toEqual([]);
  expect(set).toMatchObject({ revision: 4, loadKg: 80.2, timeUnderTensionS: 3.4, sessionId: null, plates: null });
  expect(set).toMatchObject({
    tempo: null,
    oneRepMax: null,
    workJ: null,
    enteredLoadKg: null,
    side: null,
    targetHoldS: null,
  });
  expect(reps.flatMap((rep) => Compile(Rep).Errors(rep))).toEqual([]);
  expect(reps[0]).toMatchObject({ romMm: 312.4, flags: ['hold-missed'], peakForceN: null, correction: null });
  expect(repository.pending('bay-1', 10).map(({ payload }) => payload)).toEqual([
    '{"v":1,"loads":[],"isWarmUp":false,"rpe":null,"note":"","isTimeUncertain":false}',
  ]);
  repository.close();
});

/** A corrected set of version 5 whose messages still wait, with reasons as sentences. */
function fileOfVersion5(): string {
  const file = fileOfVersion2();
  const db = new Database(file);
  migrate(db, MIGRATIONS.slice(0, 5), file);
  const { loads: _, ...set } = newSet({ id: SET_ID });
  const old: object & { reasons: string[] } = {
    ...newRep(SET_ID, { id: REP_ID }),
    reasons: ['moved "only" 62 mm', 'ünïcode'],
  };
  const other = { ...newRep(SET_ID), reasons: [] };
  const document = JSON.stringify({ set, reps: [old, other] });
  db.run('UPDATE reps SET reasons_json = ?', JSON.stringify([...old.reasons, 'excluded by trainer']));
  db.run('INSERT INTO corrected_sets VALUES (?, ?)', SET_ID, document);
  db.run(
    'INSERT INTO outbox (bay, topic, message_id, payload_json) VALUES (?, ?, ?, ?)',
    'bay-1',
    'rep',
    REP_ID,
    JSON.stringify(old),
  );
  const { params: _params, ...alert } = exampleOf(Alert);
  db.run(
    'INSERT INTO outbox (bay, topic, message_id, payload_json) VALUES (?, ?, ?, ?)',
    'bay-1',
    'alert',
    alert.id,
    JSON.stringify(alert),
  );
  db.exec(`INSERT INTO webhooks VALUES ('hook', 'http://127.0.0.1/', 's', 1, '2026-11-22T17:00:00.000Z', NULL, NULL)`);
  const queued = [SET_ID, document, '2026-11-22T18:00:00.000Z'];
  db.run(
    `INSERT INTO webhook_outbox (webhook_id, set_id, body_json, tries, next_try_at) VALUES ('hook', ?, ?, 0, ?)`,
    ...queued,
  );
  db.close();
  return file;
}

test('reasons that were sentences stay readable, wherever they are stored', () => {
  const file = fileOfVersion5();
  const repository = new Repository(file);
  const asText = (text: string) => ({ kind: 'text', params: {}, text });
  const sentences = [asText('moved "only" 62 mm'), asText('ünïcode')];
  const { reps } = repository.getSet(SET_ID)!;
  expect(reps.map(({ reasons }) => reasons)).toEqual([[...sentences, asText('excluded by trainer')]]);
  expect(reps.flatMap((rep) => Compile(Rep).Errors(rep))).toEqual([]);

  const [, rep, alert] = repository.pending('bay-1', 10).map(({ payload }) => JSON.parse(payload));
  expect(rep).toEqual({ ...newRep(SET_ID, { id: REP_ID }), reasons: sentences, loadKg: null });
  expect(alert).toEqual(exampleOf(Alert));
  const [due] = repository.tables.webhooks.due('2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z');
  const waiting = JSON.parse(due!.body);
  expect(waiting.reps.map((one: Rep) => one.reasons)).toEqual([sentences, []]);
  for (const one of waiting.reps) expect(Compile(Rep).Errors(one)).toEqual([]);
  expect(Compile(SetEvent).Errors(waiting.set)).toEqual([]);
  repository.close();

  const db = new Database(file);
  const original = JSON.parse(db.get('SELECT original_json FROM corrected_sets')!.original_json as string);
  expect(original.set).toEqual(newSet({ id: SET_ID, rpe: null }));
  expect(original.reps.map((one: Rep) => [one.reasons, one.loadKg])).toEqual([
    [sentences, null],
    [[], null],
  ]);
  db.close();
});

test('a set with everything that is measured comes back as it was', () => {
  const repository = new Repository(fileOfVersion2());
  const set = newSet({
    side: 'left',
    enteredLoadKg: 82.5,
    targetHoldS: 1.5,
    oneRepMax: { oneRepMaxKg: 141.2, errorKg: 9.8, rSquared: 0.93, loads: 4 },
    leftSharePercent: 61.5,
    loads: [
      { loadKg: 100.12, reps: 5, bestMeanVelocityMps: 0.3 },
      { loadKg: 60, reps: 5, bestMeanVelocityMps: null },
    ],
  });
  const rep = newRep(set.id, { leftSharePercent: 63.1, loadKg: 60.25, correction: 'excluded' });
  repository.write({ sets: [set], reps: [rep] });
  expect(repository.getSet(set.id)).toEqual({ set, reps: [rep] });
  repository.close();
});
