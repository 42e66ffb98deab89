import { exercises } from '../../../src/contracts/exercises.ts';
import { account } from './en/account.ts';
import { bay, coaching, flags, moment, reasons, verdicts } from './en/bay.ts';
import { common, link, numbers, settings } from './en/common.ts';
import { correct } from './en/correct.ts';
import { demo } from './en/demo.ts';
import { group } from './en/group.ts';
import { menu } from './en/menu.ts';
import { advice, greetings, presence } from './en/presence.ts';
import { touch } from './en/touch.ts';
import { channelReasons, trouble } from './en/trouble.ts';

interface ExerciseTexts {
  readonly label: string;
  readonly cues: readonly string[];
  readonly setUpSteps: readonly string[];
}

/** English of the bay screen and of what stands on every page: part of the first load. */
export const first = {
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
  presence,
  advice,
  greetings,
  touch,
  correct,
  account,
  group,
  menu,
  demo,
  exercises: exercises as Record<keyof typeof exercises, ExerciseTexts>,
};
