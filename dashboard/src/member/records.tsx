import type { PersonalRecord } from '../../../src/contracts/history.ts';
import { dayOf, load, loadWords, seconds, unbroken, velocity } from '../format.ts';
import { t } from '../locales/index.ts';
import { setPath } from '../router.ts';

/** The best of one or more exercises; each leads to its set. */
export function Records({ records }: { records: readonly PersonalRecord[] }) {
  const words = t().member;
  return (
    <ul class="records">
      {records.map((record) => {
        const { value, unit } = figureOf(record);
        return (
          <li key={`${record.exercise} ${record.kind} ${record.loadKg}`}>
            <a class="tile" href={setPath(record.setId)}>
              <small>{words.recordKinds[record.kind]}</small>
              <b class="tile__value">
                {value} <small>{unit}</small>
              </b>
              <small>
                {t().exercises[record.exercise].label}
                {record.loadKg !== null && record.kind !== 'load' && ` ${words.at(loadWords(record.loadKg))}`} ·{' '}
                {unbroken(dayOf(record.at))}
              </small>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function figureOf({ kind, value, errorKg }: PersonalRecord): { value: string; unit: string } {
  if (kind === 'reps-at-load') return { value: String(value), unit: t().bay.rep(value) };
  if (kind === 'velocity-at-load') return { value: velocity(value), unit: 'm/s' };
  if (kind === 'hold') return { value: seconds(value), unit: 's' };
  const { value: inUnits, unit } = load(value);
  return { value: errorKg === null ? inUnits : t().member.trends.plusMinus(inUnits, load(errorKg).value), unit };
}
