import type { Texts } from './en.ts';
import { account, problems } from './es/account.ts';
import { admin } from './es/admin.ts';
import { backups } from './es/backups.ts';
import { bay, flags, reasons, verdicts } from './es/bay.ts';
import { common, link, settings } from './es/common.ts';
import { correct } from './es/correct.ts';
import { demo } from './es/demo.ts';
import { exercises } from './es/exercises.ts';
import { floor } from './es/floor.ts';
import { member } from './es/member.ts';
import { presence } from './es/presence.ts';
import { set } from './es/set.ts';
import { channelReasons, trouble } from './es/trouble.ts';
import { wizard } from './es/wizard.ts';

export const es: Texts = {
  common,
  link,
  settings,
  bay,
  verdicts,
  reasons,
  flags,
  channelReasons,
  trouble,
  presence,
  floor,
  set,
  correct,
  account,
  problems,
  member,
  admin,
  backups,
  demo,
  wizard,
  exercises,
};
