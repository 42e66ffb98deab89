import { type PlateSet, recognisePlates } from '../../../src/contracts/plates.ts';
import { KG_PER_LB } from '../../../src/contracts/shown.ts';
import { language } from '../locales/index.ts';
import { writtenNumber } from '../typed-number.ts';

/** What is stamped on a plate, such as `2.5` or `45`. */
export const stampOf = (plateKg: number, { unit }: Pick<PlateSet, 'unit'>) =>
  writtenNumber(unit === 'lb' ? plateKg / KG_PER_LB : plateKg, language.value, 2);

/** The plates of one side that make this load on this bay, as they are stamped: `25 + 5`; null: no plates of the bay do. */
export function perSideWords(loadKg: number, set: PlateSet): string | null {
  const named = recognisePlates(loadKg, set.barKg, set.platesKg);
  // A chosen load can be built exactly, or not.
  if (!named || named.perSideKg.length === 0 || Math.abs(named.restKg) > 0.3) return null;
  return named.perSideKg.map((plateKg) => stampOf(plateKg, set)).join(' + ');
}
