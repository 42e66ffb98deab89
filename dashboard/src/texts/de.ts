import { account, problems } from './de/account.ts';
import { admin } from './de/admin.ts';
import { backups } from './de/backups.ts';
import { bay, flags, reasons, verdicts } from './de/bay.ts';
import { common, link, settings } from './de/common.ts';
import { correct } from './de/correct.ts';
import { demo } from './de/demo.ts';
import { exercises } from './de/exercises.ts';
import { floor } from './de/floor.ts';
import { member } from './de/member.ts';
import { presence } from './de/presence.ts';
import { set } from './de/set.ts';
import { channelReasons, trouble } from './de/trouble.ts';
import { wizard } from './de/wizard.ts';
import type { Texts } from './en.ts';

export const de: Texts = {
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
