/** HTTPS to the hub, with the certificates of both sides. */
import { Agent, request } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';

const pack = promisify(gzip);
/**
 * A network that is cut says nothing. TCP alone would wait for the next of its repetitions, which come later and later: longer than the cut itself. So a
 * connection has to be there soon, and an answer too; after each silence twice as late, because a slow line is silent while it sends.
 */
const LIMITS = { connectMs: 5000, silenceMs: 10_000, longestSilenceMs: 60_000 };
const MAX_ANSWER_BYTES = 1024 * 1024;
/** However long it was away: a hub that is back hears from everyone within this, spread by chance. */
export const HUB_BACKOFF = { firstMs: 1000, longestMs: 8000 };
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
  readonly #limits: typeof LIMITS;
  #silenceMs: number;

  constructor(url: string, keys: HubKeys, clock: Clock, limits = LIMITS) {
    this.#url = url;
    this.#clock = clock;
    this.#limits = limits;
    this.#silenceMs = limits.silenceMs;
    this.#agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, minVersion: 'TLSv1.2', ...keys });
  }

  /** @throws HubError */
  async post<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    return this.#answer<T>(await this.#send('POST', path, await pack(JSON.stringify(body)), signal));
  }

  /** @param waitMs how long the hub may keep it open @throws HubError */
  async get<T>(path: string, signal?: AbortSignal, waitMs = 0): Promise<T> {
    return this.#answer<T>(await this.#send('GET', path, null, signal, waitMs));
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
    waitMs = 0,
  ): Promise<{ status: number; text: string }> {
    const { connectMs, silenceMs, longestSilenceMs } = this.#limits;
    const timeout = this.#silenceMs + waitMs;
    const headers = packed && {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': packed.length,
    };
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        // Those that are kept were cut with it.
        for (const socket of Object.values(this.#agent.freeSockets).flat()) socket?.destroy();
        reject(new HubError('unreachable', connectionWords(error, this.#url, this.#clock)));
      };
      const options = {
        ...{ method, agent: this.#agent, timeout },
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
        response.on('end', () => {
          this.#silenceMs = silenceMs;
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      call.on('socket', (socket) => {
        if (call.reusedSocket) return;
        const late = () => call.destroy(new Error(`no connection within ${connectMs / 1000} s`));
        const timer = setTimeout(late, connectMs);
        for (const event of ['secureConnect', 'close']) socket.once(event, () => clearTimeout(timer));
      });
      call.on('timeout', () => {
        this.#silenceMs = Math.min(2 * this.#silenceMs, longestSilenceMs);
        call.destroy(new Error(`no answer within ${timeout / 1000} s`));
      });
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
