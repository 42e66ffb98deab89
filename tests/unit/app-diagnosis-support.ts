/** What a healthy bay at rest would give the doctor, from the simulated sensors, for tests to spoil. */
import { Default } from 'typebox/value';
import { SLOT } from '../../src/app/board/board-config.ts';
import type { Patient } from '../../src/app/diagnosis/diagnose.ts';
import type { Observation, Surroundings } from '../../src/app/diagnosis/observation.ts';
import { BayConfig } from '../../src/contracts/config.ts';
import { type BoardStatus, healthOf, noLinkCounters, type RawSample } from '../../src/rig/messages.ts';
import { createLifter, type Lifter } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder, type SensorModel } from '../../src/sim/sensors.ts';

export const COUNTS_PER_N = 400;

export const patient = (bay: object = {}): Patient => ({
  site: 'gym',
  bay: Default(BayConfig, {
    board: { port: '/dev/ttyACM0' },
    load: { countsPerN: COUNTS_PER_N, zeroCounts: 1 },
    ...bay,
  }) as BayConfig,
  calibration: null,
  exercise: 'hip-thrust',
  at: new Date('2026-11-22T17:05:09.420Z'),
});

export const still = (heightMm = 500) => createLifter({ reps: 0, sets: 0, bottomMm: heightMm, forceMount: 'platform' });

export const loadCell = (more = {}) =>
  createLoadCell({ model: 'hx711', countsPerN: COUNTS_PER_N, zeroCounts: 0, ...more }, 1);
export const rangefinder = (more = {}) => createRangefinder({ model: 'vl53l1x', ...more }, 2);

/** The samples of one slot over `seconds`, as they would arrive: numbered, stamped, those that got lost missing. */
export function samplesOf(slot: number, sensor: SensorModel, seconds: number, lifter: Lifter = still()): RawSample[] {
  const samples: RawSample[] = [];
  for (let seq = 0; sensor.peekAtUs() < seconds * 1e6; seq++) {
    const { atUs, raw, flags, missing } = sensor.nextReading(lifter);
    if (!missing) samples.push({ slot, seq: seq & 0xffff, atUs, raw, flags, hostMs: 1e12 + atUs / 1000 + 3, epoch: 1 });
  }
  return samples;
}

export const inOrder = (...streams: RawSample[][]) => streams.flat().sort((a, b) => a.atUs - b.atUs);

export function healthySamples(seconds = 10, lifter?: Lifter): RawSample[] {
  return inOrder(
    samplesOf(SLOT.load, loadCell(), seconds, lifter),
    samplesOf(SLOT.distance, rangefinder(), seconds, lifter),
  );
}

const status = (frames: number): BoardStatus => ({
  epoch: 1,
  firmware: 'Lockout 1.1',
  device: null,
  link: { ...noLinkCounters(), bytesReceived: 20 * frames, framesReceived: frames },
  slots: [
    {
      slot: 0,
      samplesReceived: frames,
      samplesLost: 0,
      samplesDuplicated: 0,
      samplesOutOfOrder: 0,
      samplesLate: 0,
      worstDelayMs: 4,
    },
  ],
  rssBytes: 60e6,
});

export function healthy(samples: readonly RawSample[] = healthySamples()): Observation {
  return {
    listenedS: 10,
    samples,
    health: healthOf('ok'),
    trouble: [],
    before: status(100),
    after: status(1400),
  };
}

export const BROKER: Surroundings['broker'] = {
  state: 'connected',
  address: 'mqtt://127.0.0.1:1883',
  reason: '',
  mqttVersion: 5,
  discovery: true,
};

export const NO_CASES = { cases: 0, bytes: 0 };

export const fineSurroundings: Surroundings = {
  computer: { isSlow: false, bays: 2, worstLagMs: 12 },
  retention: { refusal: '' },
  backup: { everyH: 24, isOverdue: false, newestAt: '2026-11-30T03:00:00Z', lastError: null },
  alerts: { mail: { isOn: true, trouble: null }, push: { isOn: true, trouble: null } },
  disk: { freeBytes: 12e9, path: '/' },
  time: { synchronized: true, source: 'systemd-timesyncd' },
  broker: BROKER,
  outbox: { waiting: 0, dropped: 0, orphans: {} },
  database: { state: 'open', problems: [], commitMs: 4, cases: NO_CASES },
  phones: { kind: 'reachable', origin: 'http://192.168.1.20:8080' },
  openToOthers: [],
  readers: [{ name: 'pn532', state: 'ok', reasons: [] }],
  machine: { power: 'fine', temperatureC: 51, storageErrors: 0 },
  version: '1.0.0',
  update: null,
};
