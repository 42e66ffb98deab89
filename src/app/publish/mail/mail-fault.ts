/** Why a message could not be sent. What a mail server answers is not shown: `/health` is for everybody. */
import { messageOf } from '../../../common/message-of.ts';
import type { SendingReason } from '../../../contracts/sending-reasons.ts';
import { StoreError } from '../../../store/index.ts';

/** Of nodemailer, and of Node below it. */
const KINDS: Readonly<Record<string, Exclude<SendingReason['kind'], 'alerts-unread' | 'push-unreachable'>>> = {
  EAUTH: 'mail-log-in-refused',
  ENOAUTH: 'mail-log-in-wanted',
  EENVELOPE: 'mail-address-refused',
  EMESSAGE: 'mail-message-refused',
  ETLS: 'mail-no-tls',
  ETIMEDOUT: 'mail-silent',
  ECONNECTION: 'mail-unreachable',
  ESOCKET: 'mail-broken',
  ECONNREFUSED: 'mail-no-server',
  EDNS: 'mail-no-host',
  ENOTFOUND: 'mail-no-host',
  EPROTOCOL: 'mail-no-smtp',
};
/** A certificate that Node does not trust (`tls.checkServerIdentity`, OpenSSL's X509 errors). */
const CERTIFICATE = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_/;

interface MailError {
  code?: string;
  /** Of Node, where `code` is nodemailer's. */
  originalCode?: string;
  responseCode?: number;
}

export function mailFault(error: unknown): SendingReason {
  if (error instanceof StoreError) return { kind: 'alerts-unread', params: { reason: messageOf(error) } };
  const { code = '', originalCode = '', responseCode } = error as MailError;
  const codes = [originalCode, code];
  if (codes.some((one) => CERTIFICATE.test(one))) return { kind: 'mail-untrusted', params: { answer: '' } };
  const kind = codes.map((one) => KINDS[one]).find((one) => one !== undefined) ?? 'mail-failed';
  return { kind, params: { answer: responseCode === undefined ? '' : `SMTP ${responseCode}` } };
}
