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

/** @param dataDir the station's, for its key; the one of the configuration here when left out */
export function calibrationClient(base: string, bay: string, dataDir?: string): CalibrationClient {
  const address = `${base}/api/v1/bays/${encodeURIComponent(bay)}/calibration`;
  const ask = (path: string, init: RequestInit = {}) => call(`${address}${path}`, init, dataDir);
  const get = async <T>(path: string) => (await (await ask(path)).json()) as T;
  const post = async <T>(path: string, body?: object) => {
    const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await (await ask(path, { method: 'POST', ...json })).json()) as T;
  };
  return {
    bay,
    status: () => get(''),
    measure: (request) => post('/measure', request),
    skip: (step) => post('/skip', { step }),
    save: () => post('/save'),
    abort: async () => {
      await ask('/abort', { method: 'POST' });
    },
    restore: (id) => post('/restore', { id }),
    history: () => get('/history'),
  };
}
