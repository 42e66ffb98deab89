/** How long a secret must be: what a trainer or an admin has opens more than one's own sets. */
import type { PersonRole } from '../../contracts/access.ts';
import { ProblemError } from '../../web/index.ts';

const MIN_LENGTH: Record<PersonRole, number> = { member: 4, trainer: 10, admin: 10 };

/** @throws ProblemError 422 that says how long it must be */
export function checkSecret(role: PersonRole, secret: string): void {
  const least = MIN_LENGTH[role];
  if ([...secret].length >= least) return;
  const what = role === 'member' ? 'A PIN has' : `The password of ${role === 'admin' ? 'an' : 'a'} ${role} has`;
  throw new ProblemError(422, 'secret-too-short', `${what} ${least} characters or more.`);
}
