import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultProgramme } from '../../src/members/programme.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember, addSet, NOW, request, TRAINER } from '../integration/store-members-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

test('the place in a superset is kept, of programmes and of sets, through a correction too', () => {
  const repository = new Repository(join(tempDir(), 'a.db'));
  const member = addMember(repository);
  const { memberId: _, revision: __, updatedAt: ___, ...usual } = defaultProgramme('squat', member);
  const { programmes } = repository.tables;
  expect(programmes.put(member, 0, { ...usual, superset: 'A2' }, NOW, TRAINER)).toMatchObject({ superset: 'A2' });
  expect(programmes.put(member, 1, { ...usual, superset: null }, NOW, TRAINER)).not.toHaveProperty('superset');

  const { set } = addSet(repository, { memberId: member, superset: 'B1' });
  const { set: alone } = addSet(repository, { memberId: member });
  repository.tables.corrections.correct(request(set.id, { kind: 'rpe', rpe: 9 }));
  expect(repository.getSet(set.id)?.set).toMatchObject({ rpe: 9, superset: 'B1' });
  expect(repository.getSet(alone.id)?.set).not.toHaveProperty('superset');
  repository.close();
});
