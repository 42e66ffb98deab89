import { expect, test } from 'vitest';
import { jsonExport } from '../../src/app/people/exports/json.ts';
import type { AuditRow } from '../../src/contracts/members.ts';
import type { Store } from '../../src/store/index.ts';
import { addMember, later, NOW, openRepository, TRAINER } from '../integration/store-members-samples.ts';
import { makeRep, makeSet } from '../support/messages.ts';

test('everything that is kept of a member holds the whole audit, oldest first, however long it is', async () => {
  const repository = openRepository();
  const memberId = addMember(repository);
  const CHANGES = 450;
  for (let n = 1; n <= CHANGES; n++)
    repository.tables.members.change(memberId, n, { alias: `Mira ${n}` }, later(n), TRAINER);
  const { body } = await jsonExport(repository.tables as unknown as Store, memberId, [], later(999));
  const { audit, member } = JSON.parse(String(body));
  expect(member.alias).toBe(`Mira ${CHANGES}`);
  const aliases = audit.map(({ afterJson }: AuditRow) => JSON.parse(afterJson).alias);
  expect(aliases.filter((alias: string) => /^Mira \d/.test(alias))).toEqual(
    Array.from({ length: CHANGES }, (_, index) => `Mira ${index + 1}`),
  );
});

test('numbers have no digits that are noise of the arithmetic', async () => {
  const repository = openRepository();
  const set = makeSet('bay-1');
  const reps = [makeRep('bay-1', { setId: set.id, meanVelocityMps: 0.312_345_6, peakForceN: 1802.1 + 0.2 })];
  const { body } = await jsonExport(repository.tables as unknown as Store, addMember(repository), [{ set, reps }], NOW);
  const [detail] = JSON.parse(String(body)).sets;
  expect(detail.reps[0]).toMatchObject({ meanVelocityMps: 0.3123, peakForceN: 1802.3 });
});
