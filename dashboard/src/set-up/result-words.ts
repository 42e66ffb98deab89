import type { CalibrationStep, CalibrationWizard } from '../../../src/contracts/calibration.ts';
import { isFarOff } from '../../../src/contracts/height-scale.ts';
import { counts, hundredths, inUnits, shortSeconds } from '../format.ts';
import { t } from '../locales/index.ts';
import { settings } from '../settings.ts';

type Draft = CalibrationWizard['draft'];

/** To the hundredth: what lies on a cell that is calibrated was weighed. */
const massWords = (massKg: number) => `${hundredths(inUnits(massKg))} ${settings.value.units}`;

/** What a step that is done gave, from the numbers that would be stored; empty while the station has none. */
export function resultWords(step: CalibrationStep, { force, distance, lag }: Draft): string {
  const words = t().wizard.results;
  switch (step) {
    case 'tare':
      return force ? words.tare(counts(force.zeroCounts), counts(force.tareSdCounts)) : '';
    case 'mass': {
      if (!force) return '';
      const [only, another] = force.points;
      const offs = force.points.map((point) => words.off(massWords(point.massKg), hundredths(point.residualPercent)));
      return [words.span(hundredths(force.countsPerN)), only && !another ? words.oneMass : offs.join(', ')].join('; ');
    }
    case 'racked':
      return distance ? words.racked(counts(distance.zeroMm)) : '';
    case 'scale': {
      if (distance?.scale === undefined) return '';
      const text = words.scale(hundredths(100 * (distance.scale - 1)));
      return isFarOff(distance.scale) ? `${text} ${words.farOff}` : text;
    }
    case 'top':
      return distance && distance.topMm !== null ? words.top(counts(distance.topMm), words.looks[distance.looks]) : '';
    case 'lag': {
      if (!lag) return '';
      const laterMs = lag.forceLagMs - lag.heightLagMs;
      const order = laterMs >= 0 ? words.later : words.earlier;
      return order(shortSeconds(Math.abs(laterMs)), shortSeconds(lag.errorMs));
    }
  }
}
