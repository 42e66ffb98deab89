/** What is left of a deleted member in the files themselves, byte by byte. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { v7 as newId } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { readLocalKey } from '../../src/app/people/access/credentials.ts';
import { Database } from '../../src/store/database.ts';
import { openStore } from '../../src/store/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { seeded } from '../fuzz/random.ts';
import { runLockout, tempFolder } from '../support/station.ts';
import { wordsIn } from '../support/words-in.ts';
import { later, NOW, newMember, request, TRAINER } from './store-members-samples.ts';
import { newRep, newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

it('deleting members leaves nothing of them in the database, its log or its side files', async () => {
  const folder = tempDir();
  const file = join(folder, 'lockout.sqlite');
  const store = await openStore({ file });
  onTestFinished(() => store.close());
  const people = Array.from({ length: 120 }, (_, index) => ({
    id: newId(),
    alias: `Alias${index}x`,
    name: `Family-Name-${index}x`,
    login: `log.in.${index}x`,
    secretHash: `secret-${index}x`,
    hash: `${index}x`.padStart(64, 'c'),
    note: `Note ${index}x: left knee`,
    csv: gzipSync(`samples of ${newId()}`.repeat(20)),
    setId: newId(),
  }));
  const hook = { id: newId(), url: 'https://example.org/', createdAt: NOW };
  await store.webhooks.add(hook, 'hook-secret', TRAINER);
  // Mixed, so that pages are split and merged again.
  for (const person of people) {
    const { id, alias, name, login, secretHash, setId } = person;
    await store.members.add(newMember({ id, alias: `old ${alias}`, name, login, secretHash }), TRAINER);
    await store.members.change(id, 1, { alias, name: `${name} (new)` }, NOW, TRAINER);
    await store.cards.add({ id: newId(), memberId: id, lastDigits: '99x9', addedAt: NOW }, person.hash, TRAINER);
    const programme = {
      sets: 3,
      repsMin: 5,
      repsMax: 8,
      holdS: 1,
      tempo: null,
      load: null,
      restS: 90,
      note: person.note,
    };
    await store.programmes.put(id, 0, { exercise: 'squat', ...programme } as never, NOW, TRAINER);
    const set = newSet({ id: setId, memberId: id });
    await store.write({
      sets: [set],
      reps: Array.from({ length: 8 }, () => newRep(setId, { memberId: id })),
      recordings: [{ setId, csvGzip: person.csv }],
      outbox: [{ bay: 'bay-1', topic: 'set', id: setId, payload: set }],
    });
    await store.corrections.correct(
      request(setId, { kind: 'load', enteredLoadKg: 80 }, { actor: { id, role: 'member' } }),
    );
  }
  expect(wordsIn(folder, ['Alias7x']).length).toBeGreaterThan(0);
  const gone = people.filter((_, index) => index % 3 !== 0);
  for (const { id } of gone) await store.members.remove(id, later(1), TRAINER);

  const words = gone.flatMap(({ alias, name, login, secretHash, hash, note }) => [
    alias,
    name,
    login,
    secretHash,
    hash,
    note,
  ]);
  expect(wordsIn(folder, words)).toEqual([]);
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  expect(gone.filter(({ csv }) => bytes.some((part) => part.includes(csv.subarray(20, 60))))).toEqual([]);
  expect(statSync(`${file}-wal`).size).toBe(0);
  // Who stays is there.
  expect((await store.members.list({ limit: 200 })).items).toHaveLength(40);
  expect(new Database(file).all('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }]);
});

it('a list that is taken back, a consent that is withdrawn and a card that is removed leave nothing either', async () => {
  const folder = tempDir();
  const store = await openStore({ file: join(folder, 'lockout.sqlite') });
  onTestFinished(() => store.close());
  const left = (words: readonly (string | Buffer)[]) => {
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    return words.filter((word) => bytes.some((part) => part.includes(word)));
  };
  const people = Array.from({ length: 60 }, (_, index) => ({
    member: newMember({
      id: newId(),
      alias: `Alias${index}x`,
      name: `Family-Name-${index}x`,
      login: `log.in.${index}x`,
    }),
    cards: [{ id: newId(), hash: `${index}x`.padStart(64, 'c'), lastDigits: '99x9' }],
  }));
  const listed = people.flatMap(({ member, cards }) => [member.alias, member.name!, member.login!, cards[0]!.hash]);
  const importId = newId();
  await store.imports.add(importId, people, NOW, TRAINER);
  expect(left(listed)).toEqual(listed);
  await store.imports.undo(importId, later(1), TRAINER);
  expect(left(listed)).toEqual([]);

  const { id, consents } = newMember();
  await store.members.add(newMember({ id }), TRAINER);
  const set = newSet({ memberId: id });
  const csvGzip = gzipSync(`samples of ${newId()}`.repeat(20));
  const curve = csvGzip.subarray(20, 60);
  await store.write({ sets: [set], recordings: [{ setId: set.id, csvGzip }] });
  expect(left([curve])).toEqual([curve]);
  await store.members.change(id, 1, { consents: { ...consents, keepRecordings: false } }, later(2), TRAINER);
  expect(left([curve])).toEqual([]);

  const card = { id: newId(), memberId: id, lastDigits: '99x9', addedAt: NOW };
  const hash = 'x'.padStart(64, 'd');
  await store.cards.add(card, hash, TRAINER);
  expect(left([hash])).toEqual([hash]);
  await store.cards.remove(id, card.id, later(3), TRAINER);
  expect(left([hash])).toEqual([]);
});

it('also where SQLite has spread rows over other pages and left copies in the gaps', () => {
  const file = join(tempDir(), 'a.db');
  const repository = new Repository(file);
  const { below } = seeded(5);
  const digits = (n: number) => Array.from({ length: n }, () => below(16).toString(16)).join('');
  const people: { id: string; word: string }[] = [];
  const gone: string[] = [];
  for (let n = 0; n < 1200; n++) {
    const id = `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`;
    const word = `W${digits(30)}W`;
    const name = (length: number) => word + 'n'.repeat(below(length));
    repository.tables.members.add(newMember({ id, alias: word, name: name(200), login: word }), TRAINER);
    repository.tables.members.change(id, 1, { name: name(300) }, NOW, TRAINER);
    people.push({ id, word });
    if (below(100) > 45) continue;
    const [leaves] = people.splice(below(people.length), 1);
    repository.tables.members.remove(leaves!.id, NOW, TRAINER);
    gone.push(leaves!.word);
  }
  const found = () => {
    expect(repository.cutLog()).toBe(true);
    const bytes = readFileSync(file, 'latin1');
    return gone.filter((word) => bytes.includes(word)).length;
  };
  expect(found()).toBeGreaterThan(0); // or this would show nothing
  const before = repository.tables.members.list({ limit: 200 });
  repository.rewriteWords();
  expect(found()).toBe(0);
  expect(repository.tables.members.list({ limit: 200 })).toEqual(before);
  expect(repository.findDamage()).toEqual([]);
  repository.close();
});

it('a station keeps nothing of a deleted member: in its folder, its log, or a backup that was never finished', async () => {
  const folder = tempFolder();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'backup-0190-ab.tmp.unfinished'), 'Zebulon Quartz');
  const command = runLockout(['run'], { folder, env: { LOCKOUT_LOG_LEVEL: 'trace' } });
  const [, page] = await command.printed(/page\s+(http:\S+)/);
  await command.printed(/Press Ctrl-C to stop/);
  const headers = { authorization: `Bearer ${readLocalKey(dataDir)}` };
  const ask = async (method: string, path: string, body?: object, more = {}) => {
    const type = body ? { 'content-type': 'application/json' } : {};
    const init = { method, headers: { ...headers, ...type, ...more }, ...(body && { body: JSON.stringify(body) }) };
    const answer = await fetch(`${page}/api/v1${path}`, init);
    expect(answer.status, `${method} ${path}: ${await answer.clone().text()}`).toBeLessThan(300);
    return answer;
  };
  const member = { alias: 'Zebulon Quartz', name: 'Zebulon von Quartz', role: 'member', login: 'zebulonq' };
  const added = await ask('POST', '/members', member, { 'idempotency-key': 'one-member-please' });
  const { id } = (await added.json()) as { id: string };
  await ask('DELETE', `/members/${id}`);
  const words = ['Zebulon', 'zebulon', 'Quartz', 'quartz'];
  expect(wordsIn(folder, words)).toEqual([]);
  command.child.kill('SIGINT');
  await command.exited;
  expect(wordsIn(folder, words)).toEqual([]);
  expect(words.filter((word) => command.output().includes(word))).toEqual([]);
});
