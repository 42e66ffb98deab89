import type { Programme } from '../../../src/contracts/members.ts';
import { loadWords, minutes, percent, shortSeconds, velocity } from '../format.ts';
import { t } from '../locales/index.ts';

/** `3 × 8–10 · hold 1 s · 80 kg · rest 2:00` */
export function programmeWords({
  sets,
  repsMin,
  repsMax,
  holdS,
  load,
  restS,
  tempo,
  superset = null,
}: Omit<Programme, 'memberId' | 'revision' | 'updatedAt' | 'exercise'>): string {
  const words = t().member.programme;
  const parts = [
    superset === null ? null : words.inSuperset(superset),
    words.summary(sets, t().bay.reps(repsMin, repsMax)),
    holdS > 0 ? words.holdFor(shortSeconds(holdS)) : null,
    load.kind === 'load' ? loadWords(load.loadKg) : null,
    load.kind === 'velocity' ? `${velocity(load.minMps)}–${velocity(load.maxMps)} m/s` : null,
    load.kind === 'percent-1rm' ? `${percent(load.percent)} 1RM` : null,
    tempo ? [tempo.eccentricS, tempo.bottomS, tempo.concentricS].map(shortSeconds).join('-') : null,
    restS > 0 ? words.restFor(minutes(restS)) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** The same of one week of a course: `3 × 8–10 · 80 kg`. */
export const weekWords = (week: Pick<Programme, 'sets' | 'repsMin' | 'repsMax' | 'load'>): string =>
  programmeWords({ ...week, holdS: 0, restS: 0, tempo: null, note: '' });
