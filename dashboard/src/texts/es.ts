import type { Texts } from './en.ts';
import { bay, flags, reasons, verdicts } from './es/bay.ts';
import { common, link, settings } from './es/common.ts';
import { exercises } from './es/exercises.ts';
import { floor } from './es/floor.ts';
import { presence } from './es/presence.ts';
import { set } from './es/set.ts';
import { trouble } from './es/trouble.ts';

export const es: Texts = {
  common,
  link,
  settings,
  bay,
  verdicts,
  reasons,
  flags,
  trouble,
  presence,
  floor,
  set,
  exercises,
};
