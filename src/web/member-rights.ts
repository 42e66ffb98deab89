import type { Member, MemberPatch, NewMember } from '../contracts/members.ts';
import { type Identity, isAtLeast } from './identity.ts';
import { ProblemError } from './problems.ts';

/** What must stand behind a change of a member, beyond the role of the route. */

/** Consents are the member's alone. */
export const notOwnConsents = () => new ProblemError('consents-not-yours', {});

/** Below an admin, only members can be made: a trainer can't make trainers. */
export function checkMayCreate(identity: Identity, member: NewMember): void {
  if (identity.role !== 'admin' && (member.role ?? 'member') !== 'member')
    throw new ProblemError('admin-adds-role', { role: member.role ?? 'member' });
  if (member.consents !== undefined) throw notOwnConsents();
}

/** Members change what is their own, but neither role nor full name; trainers look after members; admins after everyone. */
export function checkMayChange(identity: Identity, target: Member, patch: MemberPatch): void {
  if (patch.role !== undefined && patch.role !== target.role && identity.role !== 'admin')
    throw new ProblemError('admin-changes-role', {});
  const isOwn = identity.memberId === target.id;
  if (!isOwn && patch.consents !== undefined) throw notOwnConsents();
  // A log-in that was left open must not be enough to take the account over.
  if (isOwn && patch.secret !== undefined) throw new ProblemError('prove-secret', {});
  if (isOwn || identity.role === 'admin') {
    if (isOwn && identity.role === 'member' && patch.name !== undefined) throw new ProblemError('name-by-trainers', {});
    return;
  }
  checkLooksAfter(identity, target);
}

/** A trainer may not lock out, delete or rename another trainer or an admin. */
export function checkLooksAfter(identity: Identity, target: Member): void {
  if (identity.memberId === target.id || identity.role === 'admin') return;
  if (!isAtLeast(identity.role, 'trainer') || target.role !== 'member')
    throw new ProblemError('admin-changes', { role: target.role });
}
