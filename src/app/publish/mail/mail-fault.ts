/**
 * Why a message could not be sent, in words of our own. What a mail server answers is not shown: `/health` is for everybody, and an answer may name
 * accounts, or repeat the log-in that was sent.
 */
import { messageOf } from '../../../common/message-of.ts';
import { StoreError } from '../../../store/index.ts';

/** Of nodemailer, and of Node below it. */
const WORDS: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server refuses the log-in. Check mail.username and mail.password',
  ENOAUTH: 'the mail server wants a log-in. Set mail.username and mail.password',
  EENVELOPE: 'the mail server takes no message from mail.from, or for mail.to. Check the addresses',
  EMESSAGE: 'the mail server refuses the message',
  ETLS: 'the mail server does not speak TLS as mail.tls says. Check mail.tls and mail.port',
  ETIMEDOUT: 'the mail server does not answer. Check mail.host and mail.port',
  ECONNECTION: 'the mail server cannot be reached. Check mail.host and mail.port',
  ESOCKET: 'the connection to the mail server fails. Check mail.host, mail.port and mail.tls',
  ECONNREFUSED: 'no mail server answers at mail.host and mail.port',
  EDNS: 'mail.host is the name of no computer that can be found',
  ENOTFOUND: 'mail.host is the name of no computer that can be found',
  EPROTOCOL: 'the mail server answers something that is no SMTP. Check mail.host and mail.port',
};
/** A certificate that Node does not trust (`tls.checkServerIdentity`, OpenSSL's X509 errors). */
const CERTIFICATE = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_/;

interface MailError {
  code?: string;
  /** Of Node, where `code` is nodemailer's. */
  originalCode?: string;
  responseCode?: number;
}

export function mailFault(error: unknown): string {
  if (error instanceof StoreError) return messageOf(error);
  const { code = '', originalCode = '', responseCode } = error as MailError;
  const codes = [originalCode, code];
  if (codes.some((one) => CERTIFICATE.test(one)))
    return 'the certificate of the mail server is not trusted. Check mail.host, and the clock of this computer';
  const words = codes.map((one) => WORDS[one]).find((one) => one !== undefined) ?? 'the mail server failed';
  return responseCode === undefined ? words : `${words} (SMTP ${responseCode})`;
}
