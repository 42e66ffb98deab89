import type { FaultName } from '../../../src/contracts/findings.ts';

/** Of each fault that the doctor finds: title, meaning, remedy. English is the station's own. */
export type FindingTexts = Record<FaultName, readonly [title: string, meaning: string, remedy: string]>;

/** The words around a figure, such as `up to 5 N`. */
export interface FigureTexts {
  readonly none: () => string;
  readonly notMeasured: () => string;
  readonly upTo: (value: string) => string;
  readonly atLeast: (value: string) => string;
  readonly readings: (howMany: string) => string;
}
