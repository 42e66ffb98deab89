/** The tare without the wizard, for the button of the bay: one step, saved at once, span and distance as they were. */
import { problemText } from '../../contracts/problems.ts';
import type { Calibrator } from './calibrator.ts';

/** @returns why it is refused, with nothing changed; null when the new zero is in force and stored. */
export async function quickTare(calibrator: Calibrator, inSet: boolean): Promise<string | null> {
  if (inSet) return 'a set is in progress';
  if (calibrator.isOpen) return 'the bay is being calibrated';
  const refused = await calibrator.measure({ step: 'tare' });
  if (refused) {
    calibrator.abort();
    return problemText(refused.problem);
  }
  const saved = await calibrator.save();
  if (!('kind' in saved)) return null;
  calibrator.abort();
  return problemText(saved.problem);
}
