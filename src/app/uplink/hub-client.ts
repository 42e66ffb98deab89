/** HTTPS to the hub, with the certificates of both sides. */
import { Agent, request } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';

const pack = promisify(gzip);
const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Two lanes of the uplink; or the feed, with look-ups and results beside it. */
const MAX_SOCKETS = 3;

/** What the hub answered instead, or why it could not be reached. */
export class HubError extends Error {
  /** `unreachable` when there was no answer */
  readonly code: string;
  readonly pauseMs: number;
  constructor(code: string, message: string, pauseMs = 0) {
    super(message);
    this.name = 'HubError';
    this.code = code;
    this.pauseMs = pauseMs;
  }
}

interface HubKeys {
  /** PEM of the hub's authority */
  ca: string;
  /** PEM; left out: before pairing */
  key?: string;
  cert?: string;
}

export class HubClient {
  readonly #url: string;
  readonly #agent: Agent;
  readonly #clock: Clock;

  constructor(url: string, keys: HubKeys, clock: Clock) {
    this.#url = url;
    this.#clock = clock;
    this.#agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, minVersion: 'TLSv1.2', ...keys });
  }

  /** @throws HubError */
  async post<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    return this.#answer<T>(await this.#send('POST', path, await pack(JSON.stringify(body)), signal));
  }

  /** @throws HubError */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#answer<T>(await this.#send('GET', path, null, signal));
  }

  close(): void {
    this.#agent.destroy();
  }

  #answer<T>({ status, text }: { status: number; text: string }): T {
    const answer = read(text);
    if (status === 200 && answer !== null) return answer as T;
    const {
      code = `http-${status}`,
      detail = `The hub answered ${status}.`,
      pauseMs = 0,
    } = (answer ?? {}) as Partial<Record<'code' | 'detail', string> & { pauseMs: number }>;
    throw new HubError(code, detail, pauseMs);
  }

  #send(
    method: 'GET' | 'POST',
    path: string,
    packed: Buffer | null,
    signal?: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    const headers = packed && {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': packed.length,
    };
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) =>
        reject(new HubError('unreachable', connectionWords(error, this.#url, this.#clock)));
      const options = {
        ...{ method, agent: this.#agent, timeout: TIMEOUT_MS },
        ...(headers && { headers }),
        ...(signal && { signal }),
      };
      const call = request(new URL(path, this.#url), options, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES) call.destroy(new Error('its answer is too long'));
        });
        response.on('error', fail);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      call.on('timeout', () => call.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
      call.on('error', fail);
      call.end(packed ?? undefined);
    });
  }
}

function read(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** A wrong clock looks like a wrong certificate. */
export function connectionWords(error: unknown, url: string, clock: Pick<Clock, 'wallMs'>): string {
  const code = (error as { code?: string }).code ?? '';
  const set = 'Set it (timedatectl set-ntp true), then try again.';
  if (code === 'CERT_NOT_YET_VALID')
    return `The clock of this computer says ${isoNow(clock)}, before the certificate of the hub begins. ${set}`;
  if (code === 'CERT_HAS_EXPIRED')
    return `The clock of this computer says ${isoNow(clock)}, after the certificate of the hub ended. If the clock is wrong: ${set} If not, restart the hub.`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of the hub is not for ${url}. Start the hub with this name (--name), or use another address.`;
  if (/SELF_SIGNED|UNABLE_TO|CERT/.test(code))
    return `${url} is not the hub that this controller was paired with (${code}).`;
  return `The hub at ${url} can't be reached: ${messageOf(error)}`;
}
