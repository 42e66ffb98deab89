import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { quantity } from './common.ts';

/** What the station advises during a set; never an order. */
const ADVICE = {
  slower: entry(
    { lossPercent: quantity('%', { description: 'of the last rep against the fastest' }) },
    ({ lossPercent }) => `${lossPercent} % slower than your fastest rep, twice in a row: a good moment to end the set`,
  ),
};

export type AdviceCode = CodeOf<typeof ADVICE>;
export const Advice = codedSchema(ADVICE);
export type Advice = CodedOf<typeof ADVICE>;
export const adviceOf = (code: AdviceCode): Advice => ({ ...code, text: textIn(ADVICE, code) });
