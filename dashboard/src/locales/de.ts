import { account } from './de/account.ts';
import { admin } from './de/admin.ts';
import { backups } from './de/backups.ts';
import { bay, coaching, flags, moment, reasons, verdicts } from './de/bay.ts';
import { boardReasons } from './de/board-reasons.ts';
import { boards } from './de/boards.ts';
import { common, link, numbers, settings } from './de/common.ts';
import { configFaults } from './de/config-faults.ts';
import { correct } from './de/correct.ts';
import { demo } from './de/demo.ts';
import { exercises } from './de/exercises.ts';
import { floor } from './de/floor.ts';
import { group } from './de/group.ts';
import { hub } from './de/hub.ts';
import { inputFaults, inputWords } from './de/input-faults.ts';
import { marks } from './de/marks.ts';
import { member } from './de/member.ts';
import { menu } from './de/menu.ts';
import { plans } from './de/plans.ts';
import { advice, greetings, presence } from './de/presence.ts';
import { problems } from './de/problems.ts';
import { readerReasons } from './de/reader-reasons.ts';
import { set } from './de/set.ts';
import { touch } from './de/touch.ts';
import { channelReasons, trouble } from './de/trouble.ts';
import { update } from './de/update.ts';
import { wizard } from './de/wizard.ts';
import type { Texts } from './en.ts';
import type { StationTexts } from './station-texts.ts';

export const de: Texts = {
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
  line: (n) => `Zeile ${n}`,
};
