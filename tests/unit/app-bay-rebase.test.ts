/** What a bay shows, and has stored, when the wall clock is set. */
import { expect, test } from 'vitest';
import type { SetEvent } from '../../src/contracts/events.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { quietBay } from '../support/quiet-bay.ts';
import { configFor } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const NOW_MS = Date.parse('2026-11-22T18:00:00.000Z');
const DAY_MS = 86_400_000;

function bayWithSet() {
  const clock = new VirtualClock(NOW_MS);
  const { bay, changes } = quietBay(configFor('no-such-folder').config.bays[0]!, clock);
  const heard: SetEvent[] = [];
  bay.on('lift', (event) => event.kind === 'corrected' && heard.push(event.set));
  const set = newSet({ startedAt: '2026-11-22T17:58:00.000Z', endedAt: '2026-11-22T17:59:00.000Z', revision: 5 });
  const rep = newRep(set.id, { startedAt: '2026-11-22T17:58:10.000Z', revision: 3 });
  bay.announcer.announce({ topic: 'rep', payload: rep });
  bay.announcer.announce({ topic: 'set', payload: set });
  const step = (byMs: number) => {
    clock.step(byMs);
    changes.length = 0;
    bay.rebase(byMs);
  };
  return { bay, changes, heard, set, rep, step };
}

test('the set just done and its reps are told and stored with the times of the new clock, a revision higher', () => {
  const { bay, changes, heard, set, rep, step } = bayWithSet();
  step(DAY_MS);
  const shown = bay.snapshot();
  expect(shown.lastSet).toEqual({
    ...set,
    revision: 6,
    startedAt: '2026-11-23T17:58:00.000Z',
    endedAt: '2026-11-23T17:59:00.000Z',
  });
  expect(shown.reps).toEqual([
    expect.objectContaining({ id: rep.id, revision: 4, startedAt: '2026-11-23T17:58:10.000Z' }),
  ]);
  expect(changes).toMatchObject([{ sets: [shown.lastSet], reps: shown.reps }]);
  expect(changes[0]!.outbox?.map(({ topic, payload }) => [topic, payload])).toEqual([
    ['rep', shown.reps[0]],
    ['set', shown.lastSet],
  ]);
  expect(heard).toEqual([shown.lastSet]);
});

test('a set that a person has corrected keeps its times: its history says how it was', () => {
  const { bay, changes, heard, set, rep, step } = bayWithSet();
  bay.corrected({ set: { ...set, revision: 6, enteredLoadKg: 80 }, reps: [rep] });
  heard.length = 0;
  step(DAY_MS);
  expect(bay.snapshot().lastSet).toMatchObject({ endedAt: set.endedAt, revision: 6 });
  expect([changes, heard]).toEqual([[], []]);
});

test('a second more or less changes no set that is over', () => {
  const { bay, changes, set, step } = bayWithSet();
  step(-1200);
  expect(bay.snapshot().lastSet).toEqual(set);
  expect(changes).toEqual([]);
});

test('an alert has lasted as long as before, and is told so', () => {
  const { bay, changes, step } = bayWithSet();
  bay.raise({ kind: 'load-shift', params: { offsetKg: 3 } }, 'warning', 'The load cell does not read zero.');
  const [before] = bay.alerts;
  step(-DAY_MS);
  expect(bay.alerts).toEqual([{ ...before, at: '2026-11-21T18:00:00.000Z' }]);
  expect(changes[0]!.outbox).toMatchObject([{ topic: 'alert', id: before!.id, payload: bay.alerts[0] }]);
});
