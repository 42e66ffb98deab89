import { messageOf } from '../common/message-of.ts';
import { type ReaderReasonCode, readerReasonText } from '../contracts/reader-reasons.ts';

/** Why a reader can't be used; `code` says what to do. */
export class ReaderFault extends Error {
  readonly code: ReaderReasonCode;
  constructor(code: ReaderReasonCode) {
    super(readerReasonText(code));
    this.code = code;
  }
}

export const codeOf = (error: unknown): ReaderReasonCode =>
  error instanceof ReaderFault ? error.code : { kind: 'reader-failing', params: { reason: messageOf(error) } };
