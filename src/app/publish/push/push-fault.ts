/** Why a message could not be pushed, in words of our own: `/health` is for everybody, and an answer may repeat the token that was sent. */
import { messageOf } from '../../../common/message-of.ts';
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

const WORDS: Readonly<Record<number, string>> = {
  401: 'the push server refuses the token. Check push.token',
  403: 'the push server does not allow this topic. Check push.token and the topic in push.url',
  404: 'the push server has no such address. Check push.url',
  413: 'the push server accepts no message of this length',
  429: 'the push server limits how many messages it accepts',
};

export function pushFault(error: unknown): string {
  if (error instanceof StoreError) return messageOf(error);
  if (error instanceof AddressRefused)
    return 'the push server is in the own network. Add its address to webhooks.networks, or check push.url';
  if (error instanceof Unanswered) return `the push server cannot be reached: ${error.message}. Check push.url`;
  if (!(error instanceof PushRefused)) return 'the connection to the push server fails. Check push.url';
  const { status } = error;
  if (status >= 300 && status < 400) return `the push server redirects elsewhere. Check push.url (HTTP ${status})`;
  return `${WORDS[status] ?? 'the push server failed'} (HTTP ${status})`;
}
