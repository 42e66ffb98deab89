import type { Texts } from './en.ts';
import { account } from './es/account.ts';
import { admin } from './es/admin.ts';
import { backups } from './es/backups.ts';
import { bay, coaching, flags, moment, reasons, verdicts } from './es/bay.ts';
import { boardReasons } from './es/board-reasons.ts';
import { boards } from './es/boards.ts';
import { common, link, numbers, settings } from './es/common.ts';
import { configFaults } from './es/config-faults.ts';
import { correct } from './es/correct.ts';
import { demo } from './es/demo.ts';
import { exercises } from './es/exercises.ts';
import { floor } from './es/floor.ts';
import { group } from './es/group.ts';
import { hub } from './es/hub.ts';
import { inputFaults, inputWords } from './es/input-faults.ts';
import { marks } from './es/marks.ts';
import { member } from './es/member.ts';
import { menu } from './es/menu.ts';
import { plans } from './es/plans.ts';
import { advice, greetings, presence } from './es/presence.ts';
import { problems } from './es/problems.ts';
import { readerReasons } from './es/reader-reasons.ts';
import { set } from './es/set.ts';
import { touch } from './es/touch.ts';
import { channelReasons, trouble } from './es/trouble.ts';
import { update } from './es/update.ts';
import { wizard } from './es/wizard.ts';
import type { StationTexts } from './station-texts.ts';

export const es: Texts = {
  common,
  link,
  settings,
  numbers,
  bay,
  coaching,
  moment,
  verdicts,
  reasons,
  flags,
  channelReasons,
  trouble,
  plans,
  presence,
  advice,
  greetings,
  touch,
  floor,
  set,
  correct,
  account,
  group,
  hub,
  marks,
  member,
  menu,
  admin,
  backups,
  boards,
  update,
  demo,
  wizard,
  exercises,
};

export const station: StationTexts = {
  problems,
  boardReasons,
  readerReasons,
  configFaults,
  inputFaults,
  inputWords,
  line: (n) => `línea ${n}`,
};
