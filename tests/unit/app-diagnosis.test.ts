import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import { SLOT } from '../../src/app/board/board-config.ts';
import { diagnose } from '../../src/app/diagnosis/diagnose.ts';
import type { Observation, Surroundings } from '../../src/app/diagnosis/observation.ts';
import { Calibration } from '../../src/contracts/calibration.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import { Diagnosis } from '../../src/contracts/diagnosis.ts';
import { CHECKS, FAULTS, type FaultName } from '../../src/contracts/findings.ts';
import { UpdateReport } from '../../src/contracts/update.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { type BoardHealth, healthOf } from '../../src/rig/messages.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import type { SensorFault, SensorModel } from '../../src/sim/sensors.ts';
import {
  BROKER,
  fineSurroundings,
  healthy,
  healthySamples,
  inOrder,
  loadCell,
  NO_CASES,
  patient,
  rangefinder,
  samplesOf,
  still,
} from './app-diagnosis-support.ts';

const NO_ANSWER: BoardHealth['reasons'][number] = {
  kind: 'sensor-no-answer',
  params: { sensor: 'load', part: 'HX711', pins: '4, 5' },
};

interface Case {
  bay?: object;
  observation?: Partial<Observation>;
  samples?: RawSample[];
  surroundings?: Partial<Surroundings>;
  calibration?: Calibration | null;
}

const run = ({ bay, observation, samples, surroundings, calibration = null }: Case = {}) =>
  diagnose(
    { ...patient(bay), calibration },
    { ...healthy(samples), ...observation },
    { ...fineSurroundings, ...surroundings },
  );
const idsOf = (diagnosis: Diagnosis) => diagnosis.findings.map(({ id }) => id);

/** One sensor fault of the simulated part, the other sensor healthy. */
function withFault(make: () => SensorModel, slot: number, fault?: SensorFault, lifter = still()): RawSample[] {
  const sensor = make();
  if (fault) sensor.setFault(fault, true);
  const other = slot === SLOT.load ? samplesOf(SLOT.distance, rangefinder(), 10) : samplesOf(SLOT.load, loadCell(), 10);
  return inOrder(samplesOf(slot, sensor, 10, lifter), other);
}

const some = (slot: number, change: (sample: RawSample, at: number) => Partial<RawSample> | null): RawSample[] => {
  let at = 0;
  return healthySamples().flatMap((sample) => {
    const changed = sample.slot === slot ? change(sample, at++) : {};
    return changed ? [{ ...sample, ...changed }] : [];
  });
};
const flagged = (slot: number, flag: number, every: number) =>
  some(slot, ({ flags }, at) => ({ flags: at % every === 5 % every ? flags | flag : flags }));
const counted = (link: Partial<NonNullable<Observation['after']>['link']>, samplesLate = 0): Partial<Observation> => {
  const { after } = healthy([]);
  const slots = after!.slots.map((slot) => ({ ...slot, samplesLate }));
  return { after: { ...after!, link: { ...after!.link, ...link }, slots } };
};
const deviceStatus = (samplesDropped: number) => ({
  ...healthy([]).after!,
  device: {
    seq: 1,
    atUs: 0,
    uptimeMs: 0,
    loopWorstUs: 0,
    samplesDropped,
    framesCorrupt: 0,
    framesUnknown: 0,
    freeRamBytes: 800,
    resetCause: 1,
    boardKind: 1,
    protocolVersion: 1,
  },
});
/** Three quick lifts on the simulated rig. */
const lifts = () =>
  createLifter({
    seed: 3,
    lookBackS: 60,
    sets: 1,
    reps: 6,
    concentricS: 0.6,
    eccentricS: 0.7,
    holdS: 0.2,
    bottomPauseS: 0.2,
    leadS: 0.5,
    forceMount: 'bar',
    handling: {},
  });
const moving = () => healthySamples(12, lifts());

/** Of an HX711 at another gain than the bay's. */
const exampleCalibration = { ...exampleOf(Calibration), force: { ...exampleOf(Calibration).force!, gain: 64 } };

const CASES: Record<FaultName, Case> = {
  'board-lost': {
    observation: { health: healthOf('lost', { kind: 'port-missing', params: { port: '/dev/ttyACM0', found: '' } }) },
    samples: [],
  },
  'board-degraded': { observation: { health: healthOf('degraded', NO_ANSWER) } },
  'board-restarted': { samples: healthySamples().map((sample, at) => ({ ...sample, epoch: at < 600 ? 1 : 2 })) },
  'link-damaged': { observation: counted({ framesBadCrc: 60 }) },
  'link-noisy': { observation: counted({ framesBadLength: 3 }) },
  'samples-late': { observation: counted({}, 40) },
  'queue-full': { observation: { before: deviceStatus(2), after: deviceStatus(9) } },
  'board-clock-off': {
    samples: healthySamples().map((sample) => ({ ...sample, hostMs: 1e12 + (sample.atUs / 1000) * 1.02 })),
  },
  'sensor-silent': { samples: withFault(loadCell, SLOT.load, 'silent') },
  'hx711-slow': { samples: withFault(() => loadCell({ rateHz: 10.6 }), SLOT.load) },
  'rate-low': { samples: withFault(() => rangefinder({ rateHz: 20 }), SLOT.distance) },
  'rate-off': { samples: withFault(() => rangefinder({ rateHz: 40 }), SLOT.distance) },
  'jitter-high': { samples: withFault(() => rangefinder({ stampJitterUs: 12_000 }), SLOT.distance) },
  'noise-unknown': {
    samples: healthySamples(
      12,
      createLifter({ lookBackS: 60, sets: 1, reps: 8, leadS: 0.2, forceMount: 'bar', massKg: 200 }),
    ),
  },
  'load-noisy': { samples: withFault(() => loadCell({ noiseScale: 80 }), SLOT.load) },
  'load-very-noisy': { samples: withFault(() => loadCell({ noiseScale: 400 }), SLOT.load) },
  'distance-noisy': { samples: withFault(() => rangefinder({ noiseScale: 6.5 }), SLOT.distance) },
  // Black rubber at 0.93 m, as in rest/calibrex_L1_rest_929mm_black_mat.
  'distance-very-noisy': { samples: withFault(rangefinder, SLOT.distance, 'blackMat', still(930)) },
  'sensor-frozen': { samples: some(SLOT.load, (_, at) => (at > 100 ? { raw: 12_345 } : {})) },
  saturated: { samples: withFault(loadCell, SLOT.load, 'saturated') },
  'saturated-now-and-then': { samples: flagged(SLOT.load, SAMPLE_FLAGS.saturated, 200) },
  'out-of-range': { samples: withFault(rangefinder, SLOT.distance, 'outOfRange') },
  'out-of-range-now-and-then': { samples: flagged(SLOT.distance, SAMPLE_FLAGS.outOfRange, 20) },
  'readings-fail': { samples: withFault(rangefinder, SLOT.distance, 'i2cError') },
  'readings-fail-now-and-then': { samples: flagged(SLOT.distance, SAMPLE_FLAGS.timeout, 100) },
  'readings-lost': { samples: withFault(loadCell, SLOT.load, 'dropouts') },
  'readings-lost-now-and-then': { samples: some(SLOT.load, (_, at) => (at % 200 === 7 ? null : {})) },
  drifting: { samples: withFault(loadCell, SLOT.load, 'drift') },
  'drift-unknown': { samples: moving() },
  'lag-unknown': {},
  'lag-off': { bay: { load: { countsPerN: 400, lagMs: 200 } }, samples: moving() },
  'calibration-missing': { bay: { load: {} } },
  'calibration-of-other-sensors': { calibration: { ...exampleCalibration, lag: null, distance: null } as Calibration },
  'readings-wild': { samples: some(SLOT.distance, ({ raw }, at) => (at === 200 ? { raw: raw + 300 } : {})) },
  'channel-unreliable': { samples: withFault(rangefinder, SLOT.distance, 'blackMat') },
  'computer-slow': { surroundings: { computer: { isSlow: true, bays: 16, worstLagMs: 2100 } } },
  'backup-overdue': {
    surroundings: { backup: { everyH: 24, isOverdue: true, newestAt: null, lastError: 'no space left on the disk' } },
  },
  'backup-off': { surroundings: { backup: { everyH: 0, isOverdue: false, newestAt: null, lastError: null } } },
  'mail-failing': {
    surroundings: {
      alerts: {
        mail: { isOn: true, trouble: { kind: 'mail-log-in-refused', params: { answer: 'SMTP 535' } } },
        push: { isOn: false, trouble: null },
      },
    },
  },
  'push-failing': {
    surroundings: {
      alerts: {
        mail: { isOn: false, trouble: null },
        push: { isOn: true, trouble: { kind: 'push-unreachable', params: { reason: 'ECONNREFUSED' } } },
      },
    },
  },
  'retention-refused': { surroundings: { retention: { refusal: 'the clock is not synchronized' } } },
  'disk-low': { surroundings: { disk: { freeBytes: 3e8, path: '/' } } },
  'disk-full': { surroundings: { disk: { freeBytes: 1e6, path: '/' } } },
  'disk-unknown': { surroundings: { disk: { fault: 'EACCES' } } },
  'time-unsynchronized': { surroundings: { time: { synchronized: false, source: 'timedatectl' } } },
  'time-unknown': { surroundings: { time: { synchronized: null, source: '' } } },
  'broker-away': { surroundings: { broker: { ...BROKER, state: 'away', reason: 'ECONNREFUSED' } } },
  'broker-refuses': { surroundings: { broker: { ...BROKER, state: 'refused', reason: 'Not authorized (135)' } } },
  'broker-conflict': { surroundings: { broker: { ...BROKER, state: 'conflict', reason: 'another station' } } },
  'broker-old': { surroundings: { broker: { ...BROKER, mqttVersion: 4 } } },
  'broker-off': { surroundings: { broker: { ...BROKER, state: 'off' } } },
  'broker-with-station': { surroundings: { broker: { ...BROKER, state: 'with-station' } } },
  'outbox-long': { surroundings: { outbox: { waiting: 20_000, dropped: 0, orphans: {} } } },
  'outbox-full': { surroundings: { outbox: { waiting: 0, dropped: 3, orphans: {} } } },
  'outbox-orphans': { surroundings: { outbox: { waiting: 0, dropped: 0, orphans: { 'bay-9': 2 } } } },
  'database-failing': { surroundings: { database: { state: 'failing', reason: 'The disk is full.' } } },
  'database-damaged': {
    surroundings: { database: { state: 'open', problems: ['row 3 missing'], commitMs: 1, cases: NO_CASES } },
  },
  'database-slow': { surroundings: { database: { state: 'open', problems: [], commitMs: 2500, cases: NO_CASES } } },
  'database-absent': { surroundings: { database: { state: 'absent' } } },
  'cases-full': {
    surroundings: { database: { state: 'open', problems: [], commitMs: 1, cases: { cases: 500, bytes: 1 } } },
  },
  'database-unchecked': { surroundings: { database: { state: 'open', problems: null, commitMs: 1, cases: NO_CASES } } },
  'phones-loopback': { surroundings: { phones: { kind: 'unreachable', why: 'loopback' } } },
  'phones-no-network': { surroundings: { phones: { kind: 'unreachable', why: 'no-network' } } },
  'data-open': { surroundings: { openToOthers: ['/mnt/usb/data (mode 777)'] } },
  'reader-none': { surroundings: { readers: [] } },
  'reader-lost': {
    surroundings: { readers: [{ name: 'pn532', state: 'lost', reasons: [{ kind: 'reader-pn532-lost', params: {} }] }] },
  },
  'power-low': { surroundings: { machine: { power: 'was-low', temperatureC: null, storageErrors: null } } },
  'machine-hot': { surroundings: { machine: { power: null, temperatureC: 81.2, storageErrors: null } } },
  'storage-errors': { surroundings: { machine: { power: null, temperatureC: null, storageErrors: 2 } } },
  'update-undone': { surroundings: { update: exampleOf(UpdateReport) } },
  'update-failed': { surroundings: { update: { ...exampleOf(UpdateReport), phase: 'failed' } } },
  'reader-shared': {
    surroundings: {
      readers: [{ name: 'kbd', state: 'ok', reasons: [{ kind: 'reader-shared', params: { reason: 'EBUSY' } }] }],
    },
  },
};

describe('the doctor', () => {
  const isDiagnosis = Compile(Diagnosis);

  test('finds nothing wrong with a healthy bay', () => {
    const diagnosis = run();
    expect(diagnosis.findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    expect(diagnosis.canCount).toBe(true);
    const shown = new Set(diagnosis.findings.map(({ id }) => (id in FAULTS ? FAULTS[id as FaultName].check : id)));
    expect([...shown].sort()).toEqual(Object.keys(CHECKS).sort());
  });

  test.each(Object.keys(FAULTS) as FaultName[])('finds %s, in words that its table holds', (name) => {
    const diagnosis = run(CASES[name]);
    expect(idsOf(diagnosis)).toContain(name);
    const { check: _, ...words } = FAULTS[name];
    expect(diagnosis.findings.find(({ id }) => id === name)).toMatchObject(words);
    expect(isDiagnosis.Errors(diagnosis)).toEqual([]);
    const worst = diagnosis.findings.some(({ severity }) => severity === 'error');
    expect(diagnosis.canCount).toBe(!worst);
    if (FAULTS[name].severity === 'error') expect(diagnosis.canCount).toBe(false);
  });

  test('a fault of one sensor is not laid to the other', () => {
    for (const name of ['hx711-slow', 'load-very-noisy', 'saturated', 'readings-lost', 'drifting'] as const) {
      const wrong = run(CASES[name]).findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
      expect(wrong.map(({ about }) => about)).not.toContain('distance');
    }
  });

  test('the worst comes first, and says what was measured', () => {
    const { findings } = run({ ...CASES['hx711-slow'], surroundings: { time: { synchronized: false, source: '' } } });
    const order = ['error', 'warning', 'info', 'ok'];
    const places = findings.map(({ severity }) => order.indexOf(severity));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const slow = findings.find(({ id }) => id === 'hx711-slow');
    expect(slow).toMatchObject({
      measured: '10.6 Hz',
      expected: '80 Hz',
      figures: {
        measured: [{ kind: 'value', params: { value: 10.6, unit: 'Hz' }, text: '10.6 Hz' }],
        expected: [{ kind: 'value', params: { value: 80, unit: 'Hz' }, text: '80 Hz' }],
      },
      remedy: expect.stringMatching(/RATE to VCC/),
    });
  });

  test('measures the lag between the sensors from a few lifts, within 15 ms of the simulated one', () => {
    const { forceBehindHeightMs } = run({ samples: moving() });
    expect(Math.abs(forceBehindHeightMs! - (loadCell().lagMs - rangefinder().lagMs))).toBeLessThan(15);
  });

  test('a bay with one sensor is judged by that one', () => {
    const bay = { load: { sensor: 'none' } };
    const diagnosis = run({ bay, samples: samplesOf(SLOT.distance, rangefinder(), 10) });
    expect(diagnosis.sensors.map(({ role }) => role)).toEqual(['distance']);
    expect(diagnosis.canCount).toBe(true);
    expect(idsOf(diagnosis)).not.toContain('lag-unknown');
  });

  test('counters that began again are not subtracted', () => {
    const { before, after } = healthy([]);
    const diagnosis = run({ observation: { before: after, after: before } });
    expect(diagnosis.findings.find(({ id }) => id === 'link')?.measured).toBe('0 of 100 messages damaged');
  });
});
