/** The certificate of the page (`web.tls`), read and checked before anything listens. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '../common/message-of.ts';
import type { LoadedConfig } from './config/config.ts';

interface WebTls {
  cert: string;
  key: string;
}

/** Null: the page is plain HTTP. @throws Error that says which file is wrong, and why */
export function readWebTls({ config, folder }: Pick<LoadedConfig, 'config' | 'folder'>): WebTls | null {
  if (!config.web.tls) return null;
  const tls = tlsFiles(config.web.tls, folder);
  const cert = read('cert', tls.cert);
  const key = read('key', tls.key);
  const certificate = orSay('cert', tls.cert, 'is no certificate in PEM', () => new X509Certificate(cert));
  const privateKey = orSay('key', tls.key, 'is no private key in PEM without a password', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw new Error(`web.tls: the key in ${tls.key} is not that of the certificate in ${tls.cert}`);
  return { cert, key };
}

/** With absolute paths. */
export const tlsFiles = ({ cert, key }: WebTls, folder: string): WebTls => ({
  cert: resolve(folder, cert),
  key: resolve(folder, key),
});

const read = (name: string, file: string): string =>
  orSay(name, file, "can't be read", () => readFileSync(file, 'utf8'));

function orSay<T>(name: string, file: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`web.tls.${name}: ${file} ${what} (${messageOf(error)})`);
  }
}

/** Whether its time is over at `nowMs`, or begins later. */
export function certificateFault(cert: string, nowMs: number): string | null {
  const { validFrom, validTo } = new X509Certificate(cert);
  if (nowMs > Date.parse(validTo)) return `the certificate of web.tls is over since ${validTo}`;
  if (nowMs < Date.parse(validFrom))
    return `the certificate of web.tls begins only at ${validFrom}; is the clock right?`;
  return null;
}
