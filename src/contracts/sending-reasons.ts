import Type from 'typebox';
import { type CodeOf, entry, textIn } from './codes.ts';

const answer = Type.String({ description: 'what the server answered, such as SMTP 535; empty: nothing' });
/** @param words a sentence; the answer comes before what to do, or before its full stop */
export const answered = (words: string, code: string): string =>
  code === '' ? words : words.replace(/(?=[:.])/, ` (${code})`);
const why = (words: string) => entry({ answer }, (it) => answered(words, it.answer));

/** Why alerts don't reach people, and what to do. What a server says itself is not repeated: it may name accounts or the log-in that was sent. */
export const SENDING_REASONS = {
  'mail-log-in-refused': why('The mail server refuses the log-in: check mail.username and mail.password.'),
  'mail-log-in-wanted': why('The mail server wants a log-in: set mail.username and mail.password.'),
  'mail-address-refused': why('The mail server takes no message from mail.from, or for mail.to: check the addresses.'),
  'mail-message-refused': why('The mail server refuses the message.'),
  'mail-no-tls': why('The mail server does not speak TLS as mail.tls says: check mail.tls and mail.port.'),
  'mail-silent': why('The mail server does not answer: check mail.host and mail.port.'),
  'mail-unreachable': why('The mail server can’t be reached: check mail.host and mail.port.'),
  'mail-broken': why('The connection to the mail server fails: check mail.host, mail.port and mail.tls.'),
  'mail-no-server': why('No mail server answers at mail.host and mail.port.'),
  'mail-no-host': why('No computer with the name mail.host can be found.'),
  'mail-no-smtp': why('What answers does not speak SMTP: check mail.host and mail.port.'),
  'mail-untrusted': why(
    'The certificate of the mail server is not trusted: check mail.host, and the clock of this computer.',
  ),
  'mail-failed': why('The mail server failed.'),
  'push-token-refused': why('The push server refuses the token: check push.token.'),
  'push-topic-refused': why('The push server does not allow this topic: check push.token and the topic in push.url.'),
  'push-no-address': why('The push server has no such address: check push.url.'),
  'push-too-long': why('The push server accepts no message of this length.'),
  'push-limited': why('The push server limits how many messages it accepts.'),
  'push-own-network': why(
    'The push server is in the gym’s own network: add its address to webhooks.networks, or check push.url.',
  ),
  'push-unreachable': entry(
    { reason: Type.String({ description: 'in the words of the system' }) },
    (it) => `The push server can’t be reached (${it.reason}): check push.url.`,
  ),
  'push-broken': why('The connection to the push server fails: check push.url.'),
  'push-redirected': why('The push server redirects elsewhere: check push.url.'),
  'push-failed': why('The push server failed.'),
  'alerts-unread': entry(
    { reason: Type.String({ description: 'in the words of the database' }) },
    (it) => `The alerts can’t be read (${it.reason}).`,
  ),
};

export type SendingReason = CodeOf<typeof SENDING_REASONS>;
export const sendingReasonText = (code: SendingReason): string => textIn(SENDING_REASONS, code);
