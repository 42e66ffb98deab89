/** Certificates of the connection to a broker, and what is wrong with them in words. */
import { readFileSync } from 'node:fs';
import { messageOf } from '../common/message-of.ts';

/** Paths of PEM files; empty: none. */
export interface TlsFiles {
  /** authority that signed the broker's certificate */
  ca: string;
  /** client certificate and key, for a broker that requires one */
  cert: string;
  key: string;
  /** the name in the broker's certificate, when it isn't that of the address */
  servername: string;
}

interface TlsOptions {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
  servername?: string;
}

/** Read for each connection: a certificate that was renewed is used without a restart. @throws Error that names the key of the configuration */
export function readTls({ servername, ...files }: TlsFiles): TlsOptions {
  const read = Object.entries(files).flatMap(([key, path]) => (path === '' ? [] : [[key, readPem(key, path)]]));
  return { ...Object.fromEntries(read), ...(servername ? { servername } : {}) } as TlsOptions;
}

function readPem(key: string, path: string): Buffer {
  let text: Buffer;
  try {
    text = readFileSync(path);
  } catch (error) {
    throw new Error(`\`mqtt.tls.${key}\` can't be read: ${messageOf(error)}`);
  }
  if (!text.includes('-----BEGIN ')) throw new Error(`\`mqtt.tls.${key}\` (${path}) is no PEM file`);
  return text;
}

const UNKNOWN_AUTHORITY =
  "the broker's certificate is not signed by an authority that this computer trusts. Put the certificate of your authority into `mqtt.tls.ca`";
const WRONG_TIME = 'Renew it, or check the clock of this computer';
const NOT_OURS = 'the broker rejects the client certificate, or requires one. Check `mqtt.tls.cert` and `mqtt.tls.key`';
const NOT_TLS = 'the broker speaks no TLS at this port. Use the port of mqtts (8883), or mqtt://';

/** Codes of Node (tls, X509) and OpenSSL. */
const WORDS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: `the broker's certificate has expired. ${WRONG_TIME}`,
  CERT_NOT_YET_VALID: `the broker's certificate is not valid yet. ${WRONG_TIME}`,
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the broker's certificate is for another name. Use that name in `mqtt.url`, or set `mqtt.tls.servername`",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: NOT_OURS,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: NOT_OURS,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: NOT_OURS,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: NOT_OURS,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: '`mqtt.tls.key` is not the key of `mqtt.tls.cert`',
};

/** OpenSSL's reason, which an error of writing (EPROTO) holds in its message only: `…:SSL routines:ssl3_get_record:wrong version number:…`. */
const REASON = /:SSL routines:[^:]*:([^:]+):/;

/** @returns undefined when it isn't about certificates */
export function tlsTrouble({ code, message }: Error & { code?: unknown }): string | undefined {
  const reason = REASON.exec(message)?.[1];
  const name = reason === undefined ? String(code) : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
  return WORDS[name];
}
