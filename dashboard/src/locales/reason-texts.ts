import type { AdviceCode } from '../../../src/contracts/advice.ts';
import type { AlertCode } from '../../../src/contracts/alerts.ts';
import type { BoardReasonCode } from '../../../src/contracts/board-reasons.ts';
import type { ChannelReasonCode } from '../../../src/contracts/channel-reasons.ts';
import type { CoachingCode } from '../../../src/contracts/coaching.ts';
import type { ConfigFaultCode } from '../../../src/contracts/config-faults.ts';
import type { GreetingCode } from '../../../src/contracts/greetings.ts';
import type { InputFaultCode, InputForm, InputType } from '../../../src/contracts/input-faults.ts';
import type { ReaderReasonCode } from '../../../src/contracts/reader-reasons.ts';
import type { ReasonCode } from '../../../src/contracts/reasons.ts';

interface Code {
  readonly kind: string;
  readonly params: object;
}

/**
 * A text for every kind that the contract has, in every language. Its numbers keep the names of the contract, but are handed in as this
 * screen shows them: `shortMm` is `2.1 cm` or `0.8 in`.
 */
export type TextsOf<C extends Code> = {
  readonly [Kind in C['kind']]: (
    shown: Readonly<Record<keyof Extract<C, { readonly kind: Kind }>['params'], string>>,
    /** As numbers, for plurals. */
    given: Extract<C, { readonly kind: Kind }>['params'],
  ) => string;
};

export type AdviceTexts = TextsOf<AdviceCode>;
export type GreetingTexts = TextsOf<GreetingCode>;
export type BoardReasonTexts = TextsOf<BoardReasonCode>;
export type ReaderReasonTexts = TextsOf<ReaderReasonCode>;
export type ConfigFaultTexts = TextsOf<ConfigFaultCode>;
/** `types` and `form` are handed in as `InputWords` has them. */
export type InputFaultTexts = TextsOf<InputFaultCode>;
export interface InputWords {
  /** What a text must be or do. */
  readonly forms: Readonly<Record<InputForm, string>>;
  readonly types: Readonly<Record<InputType, string>>;
  /** Between two types. */
  readonly or: string;
}
export type CoachingTexts = TextsOf<CoachingCode>;
export type ReasonTexts = TextsOf<ReasonCode>;
export type AlertTexts = TextsOf<AlertCode>;
export type ChannelReasonTexts = TextsOf<ChannelReasonCode>;
