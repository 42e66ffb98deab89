/** How the verbs talk to a running station: its HTTP API. */
import { loadConfig } from '../app/config.ts';
import type { Config } from '../contracts/config.ts';
import type { Health } from '../contracts/http.ts';
import type { BaySnapshot } from '../contracts/live.ts';

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
  return `http://${host}:${web.port}`;
}

/** Whether a station answers there, and not some other program. */
export async function isStationAt(base: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/health`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    const health = (await response.json()) as Partial<Health> | null;
    return typeof health?.version === 'string' && typeof health.uptimeS === 'number';
  } catch {
    return false; // nobody there, or nobody who speaks our language
  }
}

/** @throws Error with the station's own words when it refuses, or with what to do when it isn't there. */
export async function call(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new Error(`no station answers at ${new URL(url).origin}; start it with: npm start (or name it with --url)`);
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
    throw new Error(problem?.detail ?? `the station answered ${response.status}`);
  }
  return response;
}

/** The bay named, or the station's first one. */
export async function bayOf(base: string, options: StationOptions): Promise<string> {
  if (options.bay) return options.bay;
  const bays = (await (await call(`${base}/api/v1/bays`)).json()) as BaySnapshot[];
  return bays[0]!.state.bay;
}
