import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { addMember, addSet, later, NOW, openRepository, TRAINER } from '../integration/store-members-samples.ts';

describe('who is on a bay', () => {
  it('is one at a time, in one place at a time, and known after a restart', () => {
    const repository = openRepository();
    const [mira, bo] = [addMember(repository), addMember(repository)];
    const session = (bay: string, memberId: string, minutes: number) => ({
      id: newId(),
      bay,
      kind: 'member' as const,
      memberId,
      startedAt: later(minutes),
      endedAt: null,
      endReason: null,
    });
    const first = session('bay-1', mira, 0);
    const second = session('bay-1', bo, 1);
    const third = session('bay-2', bo, 2);
    repository.write({ sessions: [first, second] });
    repository.write({ sessions: [third] });
    expect(repository.tables.presence.open()).toEqual([third]);
    const over = { ...third, endedAt: later(3), endReason: 'idle' };
    repository.write({ sessions: [over] });
    repository.write({ sessions: [third] }); // written again after it was over
    expect(repository.tables.presence.open()).toEqual([]);
    repository.write({ sessions: [session('bay-3', newId(), 4)] }); // of a member who is gone
    expect(repository.tables.presence.open()).toEqual([]);
  });

  it('knows who waits for the end of a set, until they are on or wait no more', () => {
    const repository = openRepository();
    const mira = addMember(repository);
    const { presence } = repository.tables;
    const of = (minutes: number) => ({
      bay: 'bay-1',
      kind: 'member' as const,
      memberId: mira,
      startedAt: later(minutes),
    });
    const waits = { ...of(1), id: newId(), endedAt: later(1), endReason: 'waits' };
    const inVain = { ...waits, id: newId() };
    repository.write({ sessions: [waits, inVain] });
    expect(presence.waiting(later(0))).toHaveLength(2);
    expect(presence.waiting(later(2))).toEqual([]);
    expect(presence.open()).toEqual([]);
    repository.write({ sessions: [{ ...inVain, endReason: 'waited' }] });
    expect(presence.waiting(later(0))).toEqual([waits]);
    const begun = { ...of(2), id: waits.id, endedAt: null, endReason: null };
    repository.write({ sessions: [begun] });
    repository.write({ sessions: [waits] }); // written again after they were on
    expect(presence.waiting(later(0))).toEqual([]);
    expect(presence.open()).toEqual([begun]);
    repository.write({ sessions: [{ ...begun, endReason: 'leaves' }] });
    expect(presence.open()).toMatchObject([{ id: begun.id, endReason: 'leaves' }]);
  });

  it('may claim what nobody has, of this bay and the last minutes', () => {
    const repository = openRepository();
    const mira = addMember(repository);
    const ended = (endedAt: string, change = {}) => addSet(repository, { endedAt, ...change }).set.id;
    ended(later(-20));
    ended(later(-1), { memberId: mira });
    ended(later(-1), { bay: 'bay-2' });
    ended(later(-1), { source: 'replay' });
    const [a, b] = [ended(later(-3)), ended(later(-2))];
    ended(later(-1), { startedAt: later(-4), sessionId: newId() }); // of a guest
    expect(repository.tables.presence.unclaimed('bay-1', later(-5)).map(({ id }) => id)).toEqual([b, a]);
    const between = { id: newId(), bay: 'bay-1', kind: 'guest' as const, memberId: null };
    const waits = { ...between, id: newId(), startedAt: later(-2.5), endedAt: later(-2.5), endReason: 'waits' };
    repository.write({ sessions: [waits] }); // has not been on
    expect(repository.tables.presence.unclaimed('bay-1', later(-5)).map(({ id }) => id)).toEqual([b, a]);
    // Somebody was signed in and lifted nothing; then somebody did.
    repository.write({ sessions: [{ ...between, startedAt: later(-2.5), endedAt: later(-2.4), endReason: 'idle' }] });
    expect(repository.tables.presence.unclaimed('bay-1', later(-5)).map(({ id }) => id)).toEqual([b, a]);
    ended(later(-2.2), { startedAt: later(-2.7), memberId: mira, sessionId: between.id });
    expect(repository.tables.presence.unclaimed('bay-1', later(-5)).map(({ id }) => id)).toEqual([b]);
  });

  it('keeps no recording of who does not want it, nor after they changed their mind', () => {
    const repository = openRepository();
    const csvGzip = new Uint8Array([1]);
    const shy = addMember(repository, {
      consents: { showAlias: true, keepRecordings: false, shareSets: true, acrossGyms: false },
    });
    const mira = addMember(repository);
    const [ofShy, ofMira] = [
      addSet(repository, { memberId: shy }).set.id,
      addSet(repository, { memberId: mira }).set.id,
    ];
    repository.write({ recordings: [ofShy, ofMira].map((setId) => ({ setId, csvGzip })) });
    expect(repository.recording(ofShy)).toBeNull();
    expect(repository.recording(ofMira)).toEqual(csvGzip);
    const consents = { showAlias: true, keepRecordings: false, shareSets: true, acrossGyms: false };
    repository.tables.members.change(mira, 1, { consents }, NOW, TRAINER);
    expect(repository.recording(ofMira)).toBeNull();
  });
});
