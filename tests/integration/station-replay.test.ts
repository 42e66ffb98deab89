import { expect, test } from 'vitest';
import { startReplay } from '../../src/app/bay/replay.ts';
import { sampleStream } from '../../src/app/bay/sample-stream.ts';
import type { NewChange } from '../../src/app/storage/new-change.ts';
import type { Rep } from '../../src/contracts/events.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { withText } from '../../src/contracts/reasons.ts';
import { createRecordingParser, createRowReader } from '../../src/contracts/recording.ts';
import { recordingOptions } from '../../src/contracts/recording-options.ts';
import { analyze, type Movement } from '../../src/core/index.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { demoLifter } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { quietBay } from '../support/quiet-bay.ts';
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

/** Whether the recording of every set is there; packing them takes its time after the last sample. */
function allPacked(changes: NewChange[]): boolean {
  const sets = new Set(changes.flatMap((change) => (change.sets ?? []).map(({ id }) => id)));
  return changes.flatMap((change) => change.recordings ?? []).length === sets.size;
}

const told = (rep: Rep) => [rep.n, rep.verdict, rep.reasons, rep.romMm, rep.holdS, rep.meanVelocityMps, rep.flags];
const seen = (movement: Movement) => {
  const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));
  const { n, verdict, reasons, flags } = movement;
  return [
    n,
    verdict,
    reasons.map(withText),
    rounded(movement.romMm, 1),
    rounded(movement.holdS, 3),
    rounded(movement.meanVelocityMps, 4),
    flags,
  ];
};

test('live, record, replay and analyze give the same reps for the same samples', async () => {
  const { config } = configFor(tempFolder());
  const { bay, changes } = quietBay(config.bays[0]!);
  const lines: string[] = [];
  const { header } = sampleStream(bay, (line) => lines.push(line));
  for (const sample of rawSamples(120)) bay.supervisor.emit('samples', [sample]);
  bay.endSet();
  await until(() => allPacked(changes));
  const csv = `${header}\n${lines.join('\n')}\n`;

  const settled = (all: NewChange[]) =>
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

  const { bay: other, changes: replayed } = quietBay(config.bays[0]!);
  await startReplay(other, csv, 1000);
  await until(() => !other.replaying);
  await until(() => allPacked(replayed));
  expect(settled(replayed)).toEqual(live);
  for (const { startedAt, endedAt } of replayed.flatMap((change) => change.sets ?? []))
    for (const time of [startedAt, endedAt ?? startedAt])
      expect(Math.abs(Date.now() - Date.parse(time)), 'it is played now').toBeLessThan(120_000);
});

test('a replay over HTTP takes the bay, is told as such, and gives it back', async () => {
  const { station, page, asAdmin } = await startStation();
  const bay = station.bays[0]!;
  const csv = [
    '# lockout-recording: 1',
    '# exercise: squat',
    '# force_mount: none',
    't_s,height_mm,force_n',
    ...Array.from({ length: 500 }, (_, i) => `${(i / 50).toFixed(3)},${(500 + 200 * Math.sin(i / 20)).toFixed(2)},`),
  ].join('\n');
  const post = (body: string, query = '') =>
    asAdmin(`${page}/api/v1/bays/bay-1/replay${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });

  const bad = await post('t_s,height_mm\n1,2');
  expect(bad.status).toBe(422);
  expect(((await bad.json()) as Problem).detail).toMatch(/line 1.*not a Lockout recording/);
  const started = await post(csv, '?speed=3');
  expect(started.ok).toBe(true);
  expect(await started.json()).toMatchObject({ samples: 500, durationS: 9.98 });
  expect(bay.snapshot().state).toMatchObject({ source: 'replay', exercise: 'squat' });
  expect((await post(csv)).status).toBe(409);
  await until(() => bay.snapshot().state.source === 'simulated');
  expect(bay.snapshot().state.exercise).toBe('hip-thrust');
  const replayed = async () => {
    const { sets } = await station.writeQueue.store.listSets({ limit: 9 });
    return sets.find((set) => set.source === 'replay' && set.endedAt !== null);
  };
  expect(await until(replayed)).toMatchObject({ exercise: 'squat', endReason: 'source-changed' });
});

test('a recording of hours at a thousand times its speed leaves turns to everything else', async () => {
  const { config } = configFor(tempFolder());
  const { bay } = quietBay(config.bays[0]!);
  const height = (i: number) => (500 + 200 * Math.sin(i / 20)).toFixed(2);
  const rows = Array.from({ length: 200_000 }, (_, i) => `${(i / 50).toFixed(3)},${height(i)},`);
  const csv = ['# lockout-recording: 1', '# exercise: squat', 't_s,height_mm,force_n', ...rows].join('\n');
  let turns = 0;
  let goesOn = true;
  const takeTurn = () => {
    turns++;
    if (goesOn) setTimeout(takeTurn, 0);
  };
  takeTurn();
  expect(await startReplay(bay, csv, 1000)).toMatchObject({ samples: 200_000, durationS: 3999.98 });
  expect(turns).toBeGreaterThan(10);
  let taken = 0;
  bay.on('row', () => taken++);
  turns = 0;
  await until(() => taken > 20_000);
  expect(turns).toBeGreaterThan(10);
  goesOn = false;
  bay.replaying!.stop();
});

test('a set in progress of a replay is kept when the station stops', async () => {
  const { config } = configFor(tempFolder());
  const { bay, changes } = quietBay(config.bays[0]!);
  const rows = Array.from(
    { length: 3000 },
    (_, i) => `${(i / 50).toFixed(3)},${(500 - 200 * Math.cos(i / 20)).toFixed(2)},`,
  );
  await startReplay(
    bay,
    ['# lockout-recording: 1', '# exercise: squat', 't_s,height_mm,force_n', ...rows].join('\n'),
    50,
  );
  await until(() => bay.current.set);
  await bay.stop();
  expect(changes.flatMap((change) => change.sets ?? []).at(-1)).toMatchObject({ endReason: 'source-changed' });
  expect(changes.at(-1)!.recordings).toHaveLength(1);
});
