import { admin } from './en/admin.ts';
import { backups } from './en/backups.ts';
import { boards } from './en/boards.ts';
import { floor } from './en/floor.ts';
import { hub } from './en/hub.ts';
import { marks } from './en/marks.ts';
import { member } from './en/member.ts';
import { plans } from './en/plans.ts';
import { set } from './en/set.ts';
import { update } from './en/update.ts';
import { wizard } from './en/wizard.ts';

/** English of the pages that are fetched when they are wanted. */
export const later = {
  plans,
  floor,
  hub,
  set,
  marks,
  member,
  admin,
  backups,
  boards,
  update,
  wizard,
};
