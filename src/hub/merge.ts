/** An edit of a member made at a station, merged into what the hub has: field by field. Pure. */
import type { MemberEdit, PersonField, PersonFields } from '../contracts/hub-people.ts';
import { CONSENT_FIELDS, PERSON_FIELDS } from '../contracts/person-fields.ts';

interface Merged {
  fields: PersonFields;
  changed: PersonField[];
  /** Both sides changed it, and differently: the hub's stays. */
  conflicts: PersonField[];
}

export function mergeEdit(known: PersonFields, { base, fields }: Pick<MemberEdit, 'base' | 'fields'>): Merged {
  const merged: Merged = { fields: { ...known }, changed: [], conflicts: [] };
  for (const field of PERSON_FIELDS) {
    const said = fields[field];
    if (said === undefined || said === known[field]) continue;
    const isAlone = base !== null && base[field] === known[field];
    if (isAlone || wins(field, said, known)) {
      Object.assign(merged.fields, { [field]: said });
      merged.changed.push(field);
    } else if (!CONSENT_FIELDS.has(field) && field !== 'consentsAt') merged.conflicts.push(field);
  }
  return merged;
}

/** Where both said something: a withdrawn consent, and the later word about consents. */
function wins(field: PersonField, said: PersonFields[PersonField], known: PersonFields): boolean {
  if (CONSENT_FIELDS.has(field)) return said === false;
  return field === 'consentsAt' && String(said) > String(known.consentsAt ?? '');
}

/** All of a member whom the hub does not know; null: something is missing. */
export function wholePerson({ base, fields }: Pick<MemberEdit, 'base' | 'fields'>): PersonFields | null {
  const whole = { ...base, ...fields };
  return PERSON_FIELDS.every((field) => whole[field] !== undefined) ? (whole as PersonFields) : null;
}
