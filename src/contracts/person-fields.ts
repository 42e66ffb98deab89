/** What is merged of a person, one by one. Loads nothing: a station without a hub has it too. */
import type { PersonField } from './hub-people.ts';

const CONSENTS = ['showAlias', 'keepRecordings', 'shareSets'] as const satisfies readonly PersonField[];
/** A consent that is withdrawn anywhere is withdrawn. */
export const CONSENT_FIELDS: ReadonlySet<PersonField> = new Set(CONSENTS);

export const PERSON_FIELDS = [
  'alias',
  'name',
  'login',
  'heightMm',
  'role',
  ...CONSENTS,
  'consentsAt',
] as const satisfies readonly PersonField[];
/** The compiler finds one that is missing. */
type Missing = Exclude<PersonField, (typeof PERSON_FIELDS)[number]>;
null as unknown as Missing satisfies never;
