/** `fetch` of the station on this machine, whose certificate names the address that phones use, and not 127.0.0.1. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { loadConfig } from '../app/config/config.ts';
import { tlsFiles } from '../app/web-tls.ts';

/** Of this very machine: what is sent there stays here. */
export const isHere = (url: string): boolean => /^(localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);

export function localFetch(url: string, init: RequestInit = {}): Promise<Response> {
  const own = url.startsWith('https:') && isHere(url) ? ownCertificate() : null;
  return own === null ? fetch(url, init) : pinned(url, init, own);
}

/** That of the configuration here; null: there is none, and the usual rules are right. */
function ownCertificate(): X509Certificate | null {
  try {
    const { config, folder } = loadConfig();
    return config.web.tls ? new X509Certificate(readFileSync(tlsFiles(config.web.tls, folder).cert)) : null;
  } catch {
    return null;
  }
}

/** The server that presents the certificate in this file is the station, whatever name it has. Nothing is sent before that check. */
function pinned(url: string, { method, headers, body, signal }: RequestInit, own: X509Certificate): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: method ?? 'GET',
        headers: Object.fromEntries(new Headers(headers).entries()),
        rejectUnauthorized: false,
        agent: false,
        ...(signal && { signal }),
      },
      (answer) => {
        const bare = [101, 204, 205, 304].includes(answer.statusCode ?? 0);
        if (bare) answer.resume();
        const text = bare ? null : (Readable.toWeb(answer) as ReadableStream);
        const headers = Object.entries(answer.headersDistinct).flatMap(([name, values]) =>
          (values ?? []).map((value): [string, string] => [name, value]),
        );
        resolve(new Response(text, { status: answer.statusCode ?? 500, headers: headers }));
      },
    );
    sent.on('error', reject);
    sent.on('socket', (socket) =>
      socket.once('secureConnect', () => {
        const shown = (socket as TLSSocket).getPeerX509Certificate();
        if (shown?.fingerprint256 !== own.fingerprint256)
          sent.destroy(new Error('another program answers there: its certificate is not that of web.tls'));
        else sent.end(typeof body === 'string' ? body : undefined);
      }),
    );
  });
}
