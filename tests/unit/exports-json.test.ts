import { expect, test } from 'vitest';
import { jsonExport } from '../../src/app/people/exports/json.ts';
import type { AuditRow } from '../../src/contracts/members.ts';
import type { Store } from '../../src/store/index.ts';
import { addMember, later, openRepository, TRAINER } from '../integration/store-members-samples.ts';

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
