/**
 * The wizard of a calibration as a pure state machine: `stepWizard(wizard, input, bay) → { wizard, outcome }`. Requests of a
 * person and rows of the board are its inputs; time comes with them. Nothing of it counts before it is saved.
 */
import type { CalibrationStep } from '../../contracts/calibration.ts';
import type { BayConfig } from '../../contracts/config.ts';
import { KNOWN_MM } from '../../contracts/height-scale.ts';
import type { CalibrationProblem } from '../../contracts/problems.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import { startSwings, stepSwings } from '../../core/index.ts';
import { judgeCapture } from './judge.ts';
import type { Capture, Wizard } from './wizard-state.ts';
import { bare, impossible } from './words.ts';

export type WizardInput =
  | {
      readonly kind: 'measure';
      readonly step: CalibrationStep;
      readonly massKg?: number | undefined;
      readonly knownMm?: number | undefined;
      readonly at: string;
    }
  | { readonly kind: 'rows'; readonly rows: readonly RecordingRow[] }
  /** A sensor that the step needs has sent nothing for too long. */
  | { readonly kind: 'silent' }
  /** Drops what the step has measured, too. */
  | { readonly kind: 'skip'; readonly step: CalibrationStep };

/** Why it did not go on. */
export interface Refused {
  readonly kind: 'refused';
  readonly problem: CalibrationProblem;
}
type Outcome = { readonly kind: 'done' } | Refused;

interface WizardStepped {
  readonly wizard: Wizard;
  /** Of the request; null while it is in progress. */
  readonly outcome: Outcome | null;
}

/** Steps that mean nothing without the one before. */
const FOLLOWS: Record<CalibrationStep, readonly CalibrationStep[]> = {
  tare: ['mass'],
  mass: [],
  racked: ['scale', 'top'],
  scale: [],
  top: [],
  lag: [],
};

/** How long a step looks, in the time of the samples. */
const STILL_US = 3e6;
const REPS_US = 45e6;
/** Three reps are six ways of the bar; the last one ends in rest, without a turn. */
const REP_WAYS = 5;
const LAST_WAY_US = 1.5e6;

/** @param bay the configuration with the values in force, and with the wizard's own ones where they are measured already. */
export function stepWizard(wizard: Wizard, input: WizardInput, bay: BayConfig): WizardStepped {
  switch (input.kind) {
    case 'measure':
      return begin(wizard, input, bay);
    case 'skip':
      if (wizard.capture) return { wizard, outcome: refused(bare('calibration-busy')) };
      return {
        wizard: { ...without(wizard, input.step), skipped: [...wizard.skipped, input.step, ...FOLLOWS[input.step]] },
        outcome: { kind: 'done' },
      };
    case 'silent':
      if (!wizard.capture) return { wizard, outcome: null };
      return {
        wizard: { ...wizard, capture: null },
        outcome: refused(bare('calibration-silent')),
      };
    case 'rows':
      return wizard.capture ? gather(wizard, wizard.capture, input.rows, bay) : { wizard, outcome: null };
  }
}

export const refused = (problem: CalibrationProblem): Refused => ({ kind: 'refused', problem });

function begin(wizard: Wizard, input: Extract<WizardInput, { kind: 'measure' }>, bay: BayConfig): WizardStepped {
  const { step, massKg = 0, knownMm = 0, at } = input;
  const refuse = (problem: CalibrationProblem) => ({ wizard, outcome: refused(problem) });
  if (wizard.capture) return refuse(bare('calibration-busy'));
  const hindrance = impossible(step, bay);
  if (hindrance) return refuse(hindrance);
  if (step === 'mass' && !(massKg > 0)) return refuse(bare('calibration-mass-missing'));
  if (step === 'mass' && !wizard.tare) return refuse(bare('calibration-tare-first'));
  if (step === 'scale' && !(knownMm >= KNOWN_MM.least && knownMm <= KNOWN_MM.most))
    return refuse({
      kind: 'calibration-known-missing',
      params: { leastMm: KNOWN_MM.least, mostMm: KNOWN_MM.most },
    });
  if ((step === 'top' || step === 'scale') && !wizard.racked) return refuse(bare('calibration-racked-first'));
  const capture: Capture = { step, massKg, knownMm, at, rows: [], swings: null, lastWayUs: 0 };
  return {
    wizard: {
      ...wizard,
      capture,
      skipped: wizard.skipped.filter((one) => one !== step && !FOLLOWS[step].includes(one)),
    },
    outcome: null,
  };
}

/** What depends on a step goes with it: masses with their tare, the top with the racked height. */
function without(wizard: Wizard, step: CalibrationStep): Wizard {
  switch (step) {
    case 'tare':
      return { ...wizard, tare: null, rightZeroCounts: null, masses: null };
    case 'mass':
      return { ...wizard, masses: null };
    case 'racked':
      return { ...wizard, racked: null, scale: null, top: null };
    case 'scale':
      return { ...wizard, scale: null };
    case 'top':
      return { ...wizard, top: null };
    case 'lag':
      return { ...wizard, lag: null };
  }
}

function gather(wizard: Wizard, before: Capture, rows: readonly RecordingRow[], bay: BayConfig): WizardStepped {
  const wanted = rows.filter((row) => isOf(before.step, row));
  if (wanted.length === 0) return { wizard, outcome: null };
  const capture = { ...withSwings(before, wanted), rows: [...before.rows, ...wanted] };
  if (!isComplete(capture)) return { wizard: { ...wizard, capture }, outcome: null };
  const idle = { ...wizard, capture: null };
  const judged = judgeCapture(idle, capture, bay);
  if ('refusal' in judged) return { wizard: idle, outcome: refused(judged.refusal) };
  return { wizard: judged.wizard, outcome: { kind: 'done' } };
}

function isOf(step: CalibrationStep, row: RecordingRow): boolean {
  if (step === 'lag') return true;
  return step === 'tare' || step === 'mass' ? row.rawLoad !== null : row.rawDistanceMm !== null;
}

function withSwings(capture: Capture, rows: readonly RecordingRow[]): Capture {
  if (capture.step !== 'lag') return capture;
  let { swings, lastWayUs } = capture;
  for (const { rawDistanceMm, flags, atUs } of rows) {
    if (rawDistanceMm === null || flags !== 0) continue;
    const next = swings ? stepSwings(swings, rawDistanceMm) : startSwings(rawDistanceMm);
    if (next.ways !== swings?.ways) lastWayUs = atUs;
    swings = next;
  }
  return { ...capture, swings, lastWayUs };
}

function isComplete({ step, rows, swings, lastWayUs }: Capture): boolean {
  const lastUs = rows.at(-1)!.atUs;
  const passedUs = lastUs - rows[0]!.atUs;
  if (step !== 'lag') return passedUs >= STILL_US;
  return passedUs >= REPS_US || ((swings?.ways ?? 0) >= REP_WAYS && lastUs - lastWayUs >= LAST_WAY_US);
}
