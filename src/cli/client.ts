/** How the verbs talk to a running station: its HTTP API. */

import { loadConfig } from '../app/config/config.ts';
import { readLocalKey } from '../app/people/access/credentials.ts';
import type { Config } from '../contracts/config.ts';
import type { Health } from '../contracts/health.ts';
import type { BaySnapshot } from '../contracts/live.ts';
import { isHere, localFetch } from './local-fetch.ts';

const HEALTH_TIMEOUT_MS = 3000;

export interface StationOptions {
  url?: string;
  bay?: string;
}

/** Address of the station: the one given, or the one of the configuration here. */
export function stationUrl(options: StationOptions, config?: Config): string {
  if (options.url) return options.url.replace(/\/$/, '');
  const { web } = config ?? loadConfig().config;
  const host = web.host === '0.0.0.0' || web.host === '::' ? '127.0.0.1' : web.host;
  return `${web.tls ? 'https' : 'http'}://${host}:${web.port}`;
}

/** Whether a station answers there, and not some other program. */
export async function isStationAt(base: string): Promise<boolean> {
  try {
    const response = await localFetch(`${base}/health`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    const health = (await response.json()) as Partial<Health> | null;
    return typeof health?.version === 'string' && typeof health.uptimeS === 'number';
  } catch {
    return false; // no server, or another program
  }
}

/**
 * What lets the command line in: the token in LOCKOUT_TOKEN or, on the station's own machine, the key in its data folder. The key
 * goes to no other machine.
 */
function authorization(url: string, dataDir: string | undefined): Record<string, string> {
  const token = process.env.LOCKOUT_TOKEN ?? (isHere(url) ? readLocalKey(dataDir ?? dataDirHere()) : null);
  return token ? { authorization: `Bearer ${token}` } : {};
}

function dataDirHere(): string {
  try {
    return loadConfig().dataDir;
  } catch {
    return ''; // the command that needs the configuration reports its faults
  }
}

/** @throws Error with the station's own words when it refuses, or with what to do when it isn't there. */
export async function call(url: string, init: RequestInit = {}, dataDir?: string): Promise<Response> {
  let response: Response;
  try {
    const headers = { ...authorization(url, dataDir), ...(init.headers as Record<string, string> | undefined) };
    response = await localFetch(url, { ...init, headers });
  } catch {
    throw new Error(`no station answers at ${new URL(url).origin}; start it with: npm start (or name it with --url)`);
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
    const isLetIn = response.status !== 401 && response.status !== 403;
    const hint = isLetIn
      ? ''
      : ' Run it in the folder of its lockout.yaml, or set LOCKOUT_TOKEN (lockout token create).';
    throw new Error(`${problem?.detail ?? `the station answered ${response.status}`}${hint}`);
  }
  return response;
}

/** The bay named, or the station's first one. @throws Error when there is no such bay */
export async function bayOf(base: string, options: StationOptions, dataDir?: string): Promise<string> {
  const bays = (await (await call(`${base}/api/v1/bays`, {}, dataDir)).json()) as BaySnapshot[];
  const ids = bays.map(({ state }) => state.bay);
  const { bay = ids[0]! } = options;
  if (!ids.includes(bay)) throw new Error(`there is no bay "${bay}"; the bays here are: ${ids.join(', ')}`);
  return bay;
}
