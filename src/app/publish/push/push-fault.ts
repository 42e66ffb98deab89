/** Why a message could not be pushed. What a push server answers is not shown: `/health` is for everybody, and an answer may repeat the token that was sent. */
import { messageOf } from '../../../common/message-of.ts';
import type { SendingReason } from '../../../contracts/sending-reasons.ts';
import { StoreError } from '../../../store/index.ts';
import { AddressRefused } from '../../outgoing.ts';
import { Unanswered } from '../guarded-post.ts';

/** The push server answered, and did not accept the message. */
export class PushRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the push server answered ${status}`);
    this.status = status;
  }
}

const KINDS = {
  401: 'push-token-refused',
  403: 'push-topic-refused',
  404: 'push-no-address',
  413: 'push-too-long',
  429: 'push-limited',
} as const;
type Known = keyof typeof KINDS;

export function pushFault(error: unknown): SendingReason {
  if (error instanceof StoreError) return { kind: 'alerts-unread', params: { reason: messageOf(error) } };
  if (error instanceof AddressRefused) return { kind: 'push-own-network', params: { answer: '' } };
  if (error instanceof Unanswered) return { kind: 'push-unreachable', params: { reason: error.message } };
  if (!(error instanceof PushRefused)) return { kind: 'push-broken', params: { answer: '' } };
  const { status } = error;
  const other = status >= 300 && status < 400 ? 'push-redirected' : 'push-failed';
  return { kind: KINDS[status as Known] ?? other, params: { answer: `HTTP ${status}` } };
}
