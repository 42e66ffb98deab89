import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Bay } from '../../src/app/bay.ts';
import { recordingOptions } from '../../src/app/core-options.ts';
import { LiveHub } from '../../src/app/live-hub.ts';
import { startReplay } from '../../src/app/replay.ts';
import { sampleStream } from '../../src/app/sample-stream.ts';
import type { Rep } from '../../src/contracts/events.ts';
import type { Problem } from '../../src/contracts/http.ts';
import { createRecordingParser, createRowReader } from '../../src/contracts/recording.ts';
import { analyze, type Movement } from '../../src/core/index.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { demoLifter } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import type { Change } from '../../src/store/index.ts';
import { configFor, startStation, tempFolder, until } from '../support/station.ts';

/** What the board would send of two minutes of lifting: raw counts, u32 clock that wraps in the middle, lost samples. */
function* rawSamples(durationS: number): Generator<RawSample> {
  const lifter = demoLifter(7);
  const distance = createRangefinder({ model: 'vl53l1x', rateHz: 50 }, 1);
  const load = createLoadCell({ model: 'hx711', rateHz: 80, countsPerN: 400, zeroCounts: 0 }, 2);
  const seq = new Map<number, number>();
  for (let count = 0; ; count++) {
    const [slot, sensor] = load.peekAtUs() <= distance.peekAtUs() ? ([0, load] as const) : ([1, distance] as const);
    const { atUs, raw, flags, missing } = sensor.nextReading(lifter);
    if (atUs > durationS * 1e6) return;
    seq.set(slot, ((seq.get(slot) ?? 65_000) + 1) & 0xffff);
    if (missing || count % 997 === 0) continue;
    const hostMs = 1_800_000_000_000 + atUs / 1000;
    yield { slot, seq: seq.get(slot)!, atUs: (atUs + 2 ** 32 - 60e6) % 2 ** 32, raw, flags, hostMs, epoch: 1 };
  }
}

const noStore = () => {
  throw new Error('no database');
};

const told = (rep: Rep) => [rep.n, rep.verdict, rep.reasons, rep.romMm, rep.holdS, rep.meanVelocityMps, rep.flags];
const seen = (movement: Movement) => {
  const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));
  const { n, verdict, reasons, flags } = movement;
  return [
    n,
    verdict,
    reasons,
    rounded(movement.romMm, 1),
    rounded(movement.holdS, 3),
    rounded(movement.meanVelocityMps, 4),
    flags,
  ];
};

test('live, record, replay and analyze give the same reps for the same samples', async () => {
  const changes: Change[] = [];
  const { config } = configFor(tempFolder());
  const bay = new Bay({
    config: config.bays[0]!,
    site: 'gym',
    hub: new LiveHub(),
    logger: pino({ level: 'silent' }),
    keep: (change) => changes.push(change),
    store: noStore,
  });
  const lines: string[] = [];
  const { header } = sampleStream(bay, (line) => lines.push(line));
  for (const sample of rawSamples(120)) bay.supervisor.emit('samples', [sample]);
  bay.endSet();
  await until(() => changes.some((change) => (change.recordings ?? []).length > 0));
  const csv = `${header}\n${lines.join('\n')}\n`;

  const settled = (all: Change[]) =>
    all
      .flatMap((change) => change.reps ?? [])
      .filter((rep) => rep.stage === 'settled')
      .map(told);
  const live = settled(changes);
  expect(live.filter(([n]) => n !== null).length).toBeGreaterThan(12);

  const parser = createRecordingParser();
  const inputsOf = createRowReader();
  const inputs = csv.split('\n').flatMap((line) => {
    const row = parser.push(line);
    return row ? inputsOf(row) : [];
  });
  expect(inputs.filter((input) => input.kind === 'gap').length).toBeGreaterThan(5);
  const analysis = analyze(inputs, recordingOptions(parser.header()));
  expect(analysis.sets.flatMap((set) => set.movements).map(seen)).toEqual(live);

  const replayed: Change[] = [];
  const other = new Bay({
    config: config.bays[0]!,
    site: 'gym',
    hub: new LiveHub(),
    logger: pino({ level: 'silent' }),
    keep: (change) => replayed.push(change),
    store: noStore,
  });
  startReplay(other, csv, 1000);
  await until(() => !other.replaying);
  await until(() => settled(replayed).length === live.length, 5000).catch(() => undefined);
  expect(settled(replayed)).toEqual(live);
});

test('a replay over HTTP takes the bay, is told as such, and gives it back', async () => {
  const { station, page } = await startStation();
  const bay = station.bays[0]!;
  const csv = [
    '# lockout-recording: 1',
    '# exercise: squat',
    '# force_mount: none',
    't_s,height_mm,force_n',
    ...Array.from({ length: 500 }, (_, i) => `${(i / 50).toFixed(3)},${(500 + 200 * Math.sin(i / 20)).toFixed(2)},`),
  ].join('\n');
  const post = (body: string, query = '') =>
    fetch(`${page}/api/v1/bays/bay-1/replay${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });

  const bad = await post('t_s,height_mm\n1,2');
  expect(bad.status).toBe(422);
  expect(((await bad.json()) as Problem).detail).toMatch(/line 1.*not a Lockout recording/);
  const started = await post(csv, '?speed=5');
  expect(started.ok).toBe(true);
  expect(await started.json()).toMatchObject({ samples: 500, durationS: 9.98 });
  expect(bay.snapshot().state).toMatchObject({ source: 'replay', exercise: 'squat' });
  expect((await post(csv)).status).toBe(422);
  await until(() => bay.snapshot().state.source === 'simulated');
  expect(bay.snapshot().state.exercise).toBe('hip-thrust');
  const { sets } = await station.journal.store.listSets({ limit: 9 });
  expect(sets.find((set) => set.source === 'replay')).toMatchObject({ exercise: 'squat', endReason: 'source-changed' });
});
