/** A PKCS #10 request for a certificate (RFC 2986) for a new P-256 key, which never leaves this machine. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const OID = 0x06;
const UTF8 = 0x0c;
const BIT_STRING = 0x03;
/** [0], with no attributes. */
const ATTRIBUTES = 0xa0;
const COMMON_NAME = Buffer.from('550403', 'hex');
const ECDSA_WITH_SHA256 = Buffer.from('2a8648ce3d040302', 'hex');

/** Distinguished encoding (X.690): type, length, value. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  if (value.length < 0x80) return Buffer.concat([Buffer.from([tag, value.length]), value]);
  const hex = value.length.toString(16);
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value]);
}

/** PEM of both. */
export function newSigningRequest(commonName: string): { key: string; csr: string } {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const publicKey = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, der(OID, COMMON_NAME), der(UTF8, Buffer.from(commonName)))));
  const info = der(SEQUENCE, der(INTEGER, Buffer.from([0])), name, publicKey, der(ATTRIBUTES));
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', info, privateKey));
  const request = der(SEQUENCE, info, der(SEQUENCE, der(OID, ECDSA_WITH_SHA256)), signature);
  const lines = request.toString('base64').match(/.{1,64}/g)!;
  const csr = ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join('\n');
  return { key: privateKey, csr };
}
