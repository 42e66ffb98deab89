import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { addMember } from '../support/members.ts';
import { startStation, tempFolder } from '../support/station.ts';

const MIRA = '04A2B3C4D5E680';
const BEN = '04A2B3C4D5E681';
const patiently = <T>(attempt: () => T | Promise<T>) => vi.waitFor(attempt, { timeout: 40_000, interval: 20 });

test('while the database is unavailable a tap greets, the set is theirs, and both are kept when it is back', async () => {
  const { station, folder } = await startStation({ yaml: 'bays: [{ simulator: { timeScale: 3 } }]' });
  const data = `${folder}/data`;
  const { writeQueue, presence, bays } = station;
  const mira = await addMember(writeQueue.store, data, { alias: 'Mira', uid: MIRA });
  await presence.read();

  renameSync(data, `${folder}/away`);
  writeFileSync(data, 'a file where the folder should be');
  await patiently(() => expect(writeQueue.status.failing).toBe(true));
  expect(await presence.tap('bay-1', MIRA, 'test')).toMatchObject({ result: expect.stringMatching(/^(in|waits)$/) });
  // What lies behind the tap, if there was a set in progress, is the next set's.
  bays[0]!.endSet();
  expect(presence.presence('bay-1')).toMatchObject({ kind: 'member', alias: 'Mira' });
  presence.enrol('bay-1', { id: mira, alias: 'Mira' });
  const refused = await presence.tap('bay-1', '04DEADBEEF1280', 'another');
  expect(refused.result).toBe('refused'); // nothing is promised that can't be kept
  const set = await patiently(() => {
    const { set: open } = bays[0]!.measuring.board;
    expect(open?.memberId).toBe(mira);
    return open!;
  });

  rmSync(data);
  renameSync(`${folder}/away`, data);
  await patiently(() => expect(writeQueue.status.failing).toBe(false));
  await patiently(async () => expect((await writeQueue.store.getSet(set.id))?.set.memberId).toBe(mira));
  await patiently(async () =>
    expect(await writeQueue.store.presence.open()).toEqual([expect.objectContaining({ memberId: mira, bay: 'bay-1' })]),
  );
});

test('a card is refused with the reason while nobody could ever read the cards', async () => {
  const folder = tempFolder();
  writeFileSync(`${folder}/data`, 'a file where the folder should be');
  const { station } = await startStation({ folder });
  const tap = await station.presence.tap('bay-1', MIRA, 'test');
  expect(tap).toMatchObject({ result: 'refused', lastDigits: null });
  expect(tap.text).toMatch(/^Cards can't be looked up now: .+ Your sets are kept; tap later$/);
});

test('what a tap changes is one change of the database: a kill never keeps a sign-out and loses the sign-in', async () => {
  const { station, folder } = await startStation({
    yaml: 'bays: [{ board: { port: /dev/no-board } }, { id: bay-2, board: { port: /dev/no-board-2 } }]',
  });
  const { writeQueue, presence } = station;
  const [mira, ben] = await Promise.all(
    [MIRA, BEN].map((uid) => addMember(writeQueue.store, `${folder}/data`, { alias: uid.slice(-2), uid })),
  );
  await presence.read();
  const appended = vi.spyOn(writeQueue, 'append');
  await presence.tap('bay-1', MIRA, 'test');
  await presence.tap('bay-1', BEN, 'another');
  await presence.tap('bay-2', BEN, 'test');
  const changes = appended.mock.calls.flatMap(([{ sessions }]) =>
    sessions ? [sessions.map(({ bay, memberId, endReason }) => [bay, memberId, endReason])] : [],
  );
  expect(changes).toEqual([
    [['bay-1', mira, null]],
    [
      ['bay-1', mira, 'switched'],
      ['bay-1', ben, null],
    ],
    [
      ['bay-1', ben, 'elsewhere'],
      ['bay-2', ben, null],
    ],
  ]);
});
