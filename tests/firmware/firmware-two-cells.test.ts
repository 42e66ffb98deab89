/** A bar on two load cells: two HX711 and a rangefinder at the real firmware, added up by the station's own ingest. */
import { expect, test } from 'vitest';
import { Board, Host, Hx711, Vl53l1x } from '../../firmware-bridge/harness/index.ts';
import { boardConfig } from '../../src/app/board/board-config.ts';
import { Ingest } from '../../src/app/board/ingest.ts';
import { parseConfig } from '../../src/app/config/config.ts';
import { bayOptions } from '../../src/app/sets/core-options.ts';
import { createRowReader } from '../../src/contracts/recording.ts';
import { analyze } from '../../src/core/index.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import { expectCleanLink, runUntilOk, start } from './support.ts';

const RIGHT_SHARE = 0.42;
// The right cell is another model, mounted the other way round.
const LEFT = { zeroCounts: -60_000, countsPerN: 400 };
const RIGHT = { zeroCounts: 31_000, countsPerN: -270 };

test('the reps of a lopsided bar, and all its kilograms', { timeout: 180_000 }, () => {
  const lifter = createLifter({ seed: 4, reps: 3, massKg: 100, leadS: 4, fatigue: 0 });
  const { load, loadRight } = { load: LEFT, loadRight: { ...RIGHT, dataPin: 6, clockPin: 7 } };
  const bay = parseConfig(JSON.stringify({ bays: [{ load, loadRight }] }), '/etc/lockout.yaml').config.bays[0]!;
  const board = new Board();
  const cell = (share: number, { zeroCounts, countsPerN }: typeof LEFT) => ({
    noise: 90,
    value: (tS: number) => zeroCounts + countsPerN * share * lifter.forceAt(Math.max(0, tS)),
  });
  // Two oscillators that differ by 3 %: at some time each offset between their readings comes by.
  const parts = [
    new Hx711(board, { data: 4, clock: 5, seed: 1, clockPpm: 15_000, ...cell(1 - RIGHT_SHARE, LEFT) }),
    new Hx711(board, { data: 6, clock: 7, seed: 2, clockPpm: -15_000, ...cell(RIGHT_SHARE, RIGHT) }),
  ];
  new Vl53l1x(board, { noise: 2, seed: 3, value: (tS) => lifter.motionAt(Math.max(0, tS)).heightMm });
  const host = new Host(board);
  start(board);
  for (const { slot, kind, rateHz, gain, pinA, pinB } of boardConfig(bay).sensors)
    host.configure({ slot, kind, rateHz, gain, pinA, pinB });
  for (const slot of [0, 1, 2]) runUntilOk(board, host, slot);
  board.runMs(22_000);
  expectCleanLink(board, host);

  const ingest = new Ingest(bay);
  const inputsOf = createRowReader();
  const rows = host.all('SAMPLE').flatMap(({ fields, atUs }) => {
    return ingest.take({ ...fields, hostMs: atUs / 1000, epoch: 1 }) ?? [];
  });
  const sums = rows.filter(({ rawLoad }) => rawLoad !== null);
  expect(sums.length).toBe(host.samples(0).length);
  // The first of the left cell may come before any of the right one.
  expect(sums.slice(2).every(({ flags, rawLoadRight }) => flags === 0 && rawLoadRight !== undefined)).toBe(true);
  const rightRaws = new Set(parts[1]!.conversions.map(({ raw }) => raw));
  expect(sums.slice(2).every(({ rawLoadRight }) => rightRaws.has(rawLoadRight!))).toBe(true);

  const analysis = analyze(rows.flatMap(inputsOf), bayOptions(bay, 'hip-thrust'));
  const truth = lifter.truthUntil(30).sets[0]!;
  expect(analysis.countedReps).toBe(truth.reps.length);
  expect(Math.abs(analysis.sets[0]!.loadKg! - 100)).toBeLessThan(0.5);
  const counted = analysis.movements.filter(({ verdict }) => verdict === 'counted');
  for (const [index, { holdS }] of counted.entries())
    expect(Math.abs(holdS! - truth.reps[index]!.holdS), `hold of rep ${index + 1}`).toBeLessThan(0.1);
});
