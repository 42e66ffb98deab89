import type { AdviceCode } from '../../../src/contracts/advice.ts';
import type { BoardReasonCode } from '../../../src/contracts/board-reasons.ts';
import type { ChannelReasonCode } from '../../../src/contracts/channel-reasons.ts';
import type { CoachingCode } from '../../../src/contracts/coaching.ts';
import type { ConfigFaultCode } from '../../../src/contracts/config-faults.ts';
import type { GreetingCode } from '../../../src/contracts/greetings.ts';
import type { InputFaultCode, InputForm, InputType } from '../../../src/contracts/input-faults.ts';
import type { ReaderReasonCode } from '../../../src/contracts/reader-reasons.ts';
import type { ReasonCode } from '../../../src/contracts/reasons.ts';
import type { SendingReason } from '../../../src/contracts/sending-reasons.ts';
import type { TextsOf } from '../../../src/contracts/texts-of.ts';

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
export type SendingReasonTexts = TextsOf<SendingReason>;
export type ReasonTexts = TextsOf<ReasonCode>;
export type ChannelReasonTexts = TextsOf<ChannelReasonCode>;
