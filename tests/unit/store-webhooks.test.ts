import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import {
  addMember,
  addSet,
  later,
  NOW,
  openRepository,
  STATION,
  TRAINER,
} from '../integration/store-members-samples.ts';

describe('webhooks', () => {
  it('get each ended set as it is now, without who it was unless they agreed, and never with a note', () => {
    const repository = openRepository();
    const { webhooks, corrections } = repository.tables;
    const mira = addMember(repository);
    const shy = addMember(repository, {
      consents: { showAlias: true, keepRecordings: true, shareSets: false, acrossGyms: false },
    });
    addSet(repository);
    const hook = webhooks.add({ id: newId(), url: 'http://127.0.0.1/', createdAt: NOW }, 'secret', TRAINER);
    const open = addSet(repository, { endedAt: null, endReason: null });
    const [ofMira, ofShy] = ['knee hurts', 'tired'].map((note, index) =>
      addSet(repository, { memberId: [mira, shy][index]!, note }),
    ) as [ReturnType<typeof addSet>, ReturnType<typeof addSet>];
    const far = later(1e7);
    const due = (now = far, farthest = later(9e7)) =>
      webhooks.due(now, farthest).map(({ seq, body }) => ({ seq, ...JSON.parse(body) }));
    const [first] = due();
    expect([first.set.id, first.set.memberId, first.reps[0].memberId]).toEqual([ofMira.set.id, mira, mira]);
    corrections.correct({
      id: newId(),
      setId: ofMira.set.id,
      correction: { kind: 'load', enteredLoadKg: 90 },
      actor: STATION,
      at: NOW,
    });
    webhooks.delivered(first.seq, NOW); // of the state before, and on its way when that changed

    const [second] = due();
    expect([first.set.note, second.set.note]).toEqual(['', '']);
    expect([second.set.id, second.set.memberId, second.reps[0].memberId]).toEqual([ofShy.set.id, null, null]);
    webhooks.failed(second.seq, 'no answer', later(2e7));
    expect(webhooks.list()).toMatchObject([{ id: hook.id, lastError: 'no answer', waiting: 2 }]);
    const [third] = due();
    // The wall clock was set back since: no pause lasts that long.
    expect(due(later(1), later(60))[0]!.seq).toBe(second.seq);
    expect(third.set).toMatchObject({ id: ofMira.set.id, enteredLoadKg: 90 });
    expect(webhooks.change(hook.id, { active: false }, NOW, TRAINER)).toBe(true);
    expect(webhooks.change(newId(), { active: false }, NOW, TRAINER)).toBe(false);
    expect(due()).toEqual([]);
    expect(corrections.audit({ limit: 1 }).items).toMatchObject([{ kind: 'webhook-changed' }]);
    expect(webhooks.remove(hook.id, NOW, TRAINER)).toBe(true);
    expect(open.set.endedAt).toBeNull();
  });
});

describe('idempotency keys', () => {
  it('give the first answer again, for a day', () => {
    const { idempotency } = openRepository().tables;
    const begin = (minutes: number, hash = 'h', scope = 'me') => idempotency.begin(scope, 'key', hash, later(minutes));
    expect(begin(0)).toEqual({ kind: 'new' });
    expect(begin(0.5)).toEqual({ kind: 'in-progress' });
    expect(begin(0.5, 'h', 'you')).toEqual({ kind: 'new' });
    expect(begin(1)).toEqual({ kind: 'new' }); // abandoned
    idempotency.finish('me', 'key', 201, '{}');
    expect(begin(60)).toEqual({ kind: 'done', status: 201, body: '{}' });
    expect(begin(60, 'other')).toEqual({ kind: 'other-request' });
    expect(begin(24 * 60 + 1)).toEqual({ kind: 'new' });
    idempotency.release('me', 'key');
    expect(begin(24 * 60 + 1)).toEqual({ kind: 'new' });
  });
});
