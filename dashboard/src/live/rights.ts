import type { Member } from '../../../src/contracts/members.ts';
import { mayAs, who } from './who.ts';

/** Whether the station lets who uses this page change this member: everyone themselves, trainers members, admins everyone. */
export const mayChange = ({ id, role }: Pick<Member, 'id' | 'role'>): boolean =>
  who.value?.memberId === id || mayAs(role === 'member' ? 'trainer' : 'admin');
