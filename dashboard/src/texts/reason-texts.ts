import type { ReasonCode } from '../../../src/contracts/reasons.ts';

type ParamsOf<Kind> = Extract<ReasonCode, { kind: Kind }>['params'];

/**
 * A text for every kind that the contract has, in every language. Its numbers keep the names of the contract, but are handed in as this
 * screen shows them: `shortMm` is `2.1 cm` or `0.8 in`.
 */
export type ReasonTexts = {
  readonly [Kind in ReasonCode['kind']]: (shown: Readonly<Record<keyof ParamsOf<Kind>, string>>) => string;
};
