/** The settings to try, as they are typed, and as the core takes them. Pure. */
import type { ExerciseName, ForceMount } from '../../../src/contracts/common.ts';
import type { AnalysisChoices } from '../../../src/contracts/recording-options.ts';

/** Each number as it stands in its field; blank: as the recording says. */
export interface TypedChoices {
  readonly exercise: ExerciseName | '';
  readonly forceMount: ForceMount | '';
  readonly targetHoldS: string;
  readonly heightLagMs: string;
  readonly forceLagMs: string;
  readonly topMm: string;
  readonly romMm: string;
}

export const AS_RECORDED: TypedChoices = {
  exercise: '',
  forceMount: '',
  targetHoldS: '',
  heightLagMs: '',
  forceLagMs: '',
  topMm: '',
  romMm: '',
};

/** What is plausible; the lags as `lockout analyze` takes them. */
export const RANGES = {
  targetHoldS: [0, 60],
  heightLagMs: [0, 1000],
  forceLagMs: [0, 1000],
  topMm: [-5000, 5000],
  romMm: [10, 3000],
} as const satisfies Partial<Record<keyof TypedChoices, readonly [number, number]>>;
export type NumberField = keyof typeof RANGES;
const NUMBER_FIELDS = Object.keys(RANGES) as NumberField[];

/** A range that was learned of a member counts as so many sets. */
const LEARNED_SETS = 3;

/** Null: not a number, or out of range. Takes a decimal comma too, but no separators of thousands. */
function numberTyped(text: string, [from, to]: readonly [number, number]): number | null {
  if (!/^[+-]?\d+([.,]\d+)?$/.test(text.trim())) return null;
  const value = Number(text.trim().replace(',', '.'));
  return value >= from && value <= to ? value : null;
}

type Faults = Partial<Record<NumberField, 'number' | 'both'>>;

/** What is wrong with what was typed. */
export function faultsOf(typed: TypedChoices): Faults {
  const faults: Faults = {};
  for (const field of NUMBER_FIELDS)
    if (typed[field].trim() !== '' && numberTyped(typed[field], RANGES[field]) === null) faults[field] = 'number';
  const [top, range] = [typed.topMm.trim() !== '', typed.romMm.trim() !== ''];
  if (top && !range) faults.romMm ??= 'both';
  if (range && !top) faults.topMm ??= 'both';
  return faults;
}

/** Of what is without a fault. */
export function choicesOf(typed: TypedChoices): AnalysisChoices {
  const value = (field: NumberField) => (typed[field].trim() === '' ? null : numberTyped(typed[field], RANGES[field]));
  const [targetHoldS, heightLagMs, forceLagMs] = [value('targetHoldS'), value('heightLagMs'), value('forceLagMs')];
  const [topMm, romMm] = [value('topMm'), value('romMm')];
  return {
    ...(typed.exercise !== '' && { exercise: typed.exercise }),
    ...(typed.forceMount !== '' && { forceMount: typed.forceMount }),
    ...(targetHoldS !== null && { targetHoldS }),
    ...(heightLagMs !== null && { heightLagMs }),
    ...(forceLagMs !== null && { forceLagMs }),
    ...(topMm !== null && romMm !== null && { learned: { topMm, romMm, sets: LEARNED_SETS } }),
  };
}
