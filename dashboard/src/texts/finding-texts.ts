import type { FaultName } from '../../../src/contracts/findings.ts';

/** Of each fault that the doctor finds: title, meaning, remedy. English is the station's own. */
export type FindingTexts = Record<FaultName, readonly [title: string, meaning: string, remedy: string]>;
