/** How `lockout calibrate` talks to the station. */
import type { Calibration, CalibrationHistory, CalibrationStatus, MeasureStep } from '../contracts/calibration.ts';
import { call } from './client.ts';

/** The calibration of one bay over HTTP. Every call rejects with the station's own words. */
export interface CalibrationClient {
  readonly bay: string;
  status(): Promise<CalibrationStatus>;
  measure(request: MeasureStep): Promise<CalibrationStatus>;
  skip(step: MeasureStep['step']): Promise<CalibrationStatus>;
  save(): Promise<Calibration>;
  abort(): Promise<void>;
  restore(id: string): Promise<Calibration>;
  history(): Promise<CalibrationHistory>;
}

export function calibrationClient(base: string, bay: string): CalibrationClient {
  return {
    bay,
    status: () => get(base, bay, ''),
    measure: (request) => postJson(base, bay, 'measure', request),
    skip: (step) => postJson(base, bay, 'skip', { step }),
    save: () => postJson(base, bay, 'save'),
    abort: async () => {
      await call(`${addressOf(base, bay)}/abort`, { method: 'POST' });
    },
    restore: (id) => postJson(base, bay, 'restore', { id }),
    history: () => get(base, bay, '/history'),
  };
}

const addressOf = (base: string, bay: string) => `${base}/api/v1/bays/${encodeURIComponent(bay)}/calibration`;

const get = async <T>(base: string, bay: string, path: string): Promise<T> =>
  (await (await call(addressOf(base, bay) + path)).json()) as T;

async function postJson<T>(base: string, bay: string, path: string, body?: object): Promise<T> {
  const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await call(`${addressOf(base, bay)}/${path}`, { method: 'POST', ...json })).json()) as T;
}
