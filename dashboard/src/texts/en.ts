import { exercises } from '../../../src/contracts/exercises.ts';
import { account, problems } from './en/account.ts';
import { admin } from './en/admin.ts';
import { backups } from './en/backups.ts';
import { bay, coaching, flags, moment, reasons, verdicts } from './en/bay.ts';
import { common, link, numbers, settings } from './en/common.ts';
import { correct } from './en/correct.ts';
import { demo } from './en/demo.ts';
import { floor } from './en/floor.ts';
import { group } from './en/group.ts';
import { marks } from './en/marks.ts';
import { member } from './en/member.ts';
import { menu } from './en/menu.ts';
import { plans } from './en/plans.ts';
import { presence } from './en/presence.ts';
import { set } from './en/set.ts';
import { touch } from './en/touch.ts';
import { channelReasons, trouble } from './en/trouble.ts';
import { wizard } from './en/wizard.ts';

interface ExerciseTexts {
  readonly label: string;
  readonly cues: readonly string[];
  readonly setUpSteps: readonly string[];
}

/** English, and the shape of every other language: a text that one of them lacks doesn't compile. */
export const en = {
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
  touch,
  floor,
  set,
  correct,
  account,
  problems,
  group,
  marks,
  member,
  menu,
  admin,
  backups,
  demo,
  wizard,
  exercises: exercises as Record<keyof typeof exercises, ExerciseTexts>,
};

export type Texts = typeof en;
