import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { analyzeFile } from '../../src/cli/analyze.ts';
import type { AnalysisDocument } from '../../src/contracts/analysis.ts';
import type { RecordingFault } from '../../src/contracts/recording-faults.ts';
import type { AnalysisChoices } from '../../src/contracts/recording-options.ts';
import { formatRecordingHeader, formatRecordingRow } from '../../src/contracts/recording-writer.ts';
import { demoLifter } from '../../src/sim/lifter.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { makeLift } from '../support/lift.ts';

interface Analysed {
  kind: string;
  document: AnalysisDocument;
  curves: { heightCm: { atS: number[]; values: (number | null)[] } };
  isThinned: boolean;
  span: [number, number];
  faults: RecordingFault[];
  faultCount: number;
}
type Analyse = (pieces: AsyncIterable<string>, choices: AnalysisChoices) => Promise<Analysed>;

/** The page has its own types and its own build, so its modules are loaded here by their paths. */
const load = (name: string) =>
  import(/* @vite-ignore */ fileURLToPath(new URL(`../../dashboard/src/analysis/${name}`, import.meta.url)));
const { analyse } = (await load('analyse.ts')) as { analyse: Analyse };
const { createLineSplitter } = (await load('lines.ts')) as {
  createLineSplitter: () => { push(piece: string): string[]; end(): string[] };
};
const { choicesOf, faultsOf, AS_RECORDED } = await load('choices.ts');
const { movementsCsv } = await load('movements-csv.ts');

const folder = mkdtempSync(join(tmpdir(), 'lockout-analysis-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function* pieces(text: string, size = 65_536) {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}
const inPage = (csv: string, choices: AnalysisChoices = {}, size?: number) => analyse(pieces(csv, size), choices);
async function byCommand(csv: string, choices: AnalysisChoices = {}) {
  const file = join(folder, 'set.csv');
  writeFileSync(file, csv);
  return analyzeFile(file, choices);
}

/** Two minutes of the simulated lifter, lost readings and doubts of the sensors included. */
function simulatedCsv(): string {
  const sensors = [
    createRangefinder({ model: 'vl53l1x', rateHz: 50 }, 1),
    createLoadCell({ model: 'hx711', rateHz: 80, countsPerN: 400, zeroCounts: 0 }, 2),
  ];
  const header = { title: '', source: '', exercise: 'hip-thrust', forceMount: 'bar', further: {} } as const;
  let isGap = false;
  const rows: string[] = [];
  for (const input of simulateInputs(demoLifter(7), sensors, 120)) {
    if (input.kind === 'gap') {
      isGap = true;
      continue;
    }
    const raw = { atUs: input.atUs, rawLoad: null, rawDistanceMm: null };
    const flags = (input.flags ?? 0) | (isGap ? 32 : 0);
    const heightMm = input.kind === 'height' ? input.heightMm : null;
    rows.push(formatRecordingRow({ ...raw, heightMm, forceN: input.kind === 'force' ? input.forceN : null, flags }));
    isGap = false;
  }
  return formatRecordingHeader(header) + rows.join('');
}

const { csv } = makeLift('bay-1');
const HEAD = '# lockout-recording: 1\n# exercise: squat\n# force_mount: bar\nt_s,height_mm,force_n\n';

describe('the page that analyses a recording', () => {
  it.each([
    ['as recorded', csv, {}],
    ['with Windows line ends', csv.replaceAll('\n', '\r\n'), {}],
    ['with the line ends of an old Macintosh, and none at the end', csv.trimEnd().replaceAll('\n', '\r'), {}],
    ['as another exercise', csv, { exercise: 'deadlift' }],
    ['with other lags', csv, { heightLagMs: 40, forceLagMs: 5 }],
    ['without a reading', `${HEAD}0,,\n`, {}],
  ] as const)('gives the document of lockout analyze --json, %s', async (_, text, choices) => {
    const { document } = await inPage(text, choices);
    const commands = await byCommand(text, choices);
    expect(document).toEqual(commands);
    expect(JSON.stringify(document)).toBe(JSON.stringify(commands));
  });

  it('gives it for what the simulated lifter does, however the file comes in pieces', async () => {
    const simulated = simulatedCsv();
    const commands = await byCommand(simulated);
    expect(commands.countedReps).toBeGreaterThan(3);
    for (const size of [777, 65_536]) expect((await inPage(simulated, {}, size)).document).toEqual(commands);
  });

  it('goes by other settings where they are given', async () => {
    const asRecorded = (await inPage(csv)).document;
    const withoutForce = (await inPage(csv, { forceMount: 'none' })).document;
    expect(asRecorded.countedReps).toBe(7);
    expect([asRecorded.sets[0]?.loadKg, withoutForce.sets[0]?.loadKg]).toEqual([expect.closeTo(80, 0), null]);
    const missed = ({ movements }: AnalysisDocument) => movements.filter(({ flags }) => flags.includes('hold-missed'));
    expect(missed(asRecorded)).toEqual([]);
    expect(missed((await inPage(csv, { targetHoldS: 3 })).document).length).toBeGreaterThan(5);
    // Who usually lifts 40 cm higher has not locked out here, until the set's own reps contradict it.
    const learned = { topMm: 820, romMm: 700, sets: 3 };
    expect((await inPage(csv, { learned })).document).not.toEqual(asRecorded);
  });

  it('names each bad line, and counts nothing in such a file', async () => {
    const bad = `${HEAD}0,1,\n0.1,abc,\n0.2,2\n0.3,3,\n0.2,4,\n0.4,5,\n`;
    const { kind, faults, faultCount } = await inPage(bad);
    expect([kind, faultCount]).toEqual(['faulty', 3]);
    expect(faults.map((fault) => [fault.line, fault.kind])).toEqual([
      [6, 'not-a-number'],
      [7, 'wrong-cell-count'],
      [9, 'time-goes-back'],
    ]);
    const many = await inPage(HEAD + 'x,y\n'.repeat(5000));
    expect([many.faults.length, many.faultCount]).toEqual([20, 1000]);
  });

  it.each([
    ['nothing', '', 'empty', null],
    ['another CSV', 't_s,height_mm,force_n\n0,1,\n', 'not-a-recording', 1],
    ['a picture', '\u0000\uFFFDPNG', 'not-text', 1],
    ['a text without a line end', `${HEAD}${'9'.repeat(50_000)}`, 'not-text', 5],
    ['another exercise', HEAD.replace('squat', 'dance'), 'unknown-exercise', 4],
    ['a header alone', HEAD, 'no-readings', 4],
  ])('says what is wrong with %s', async (_, text, kind, line) => {
    const { faults, faultCount } = await inPage(text);
    expect(faultCount).toBe(1);
    expect(faults[0]).toMatchObject({ kind, line });
  });

  it('shows of a long recording the lowest and the highest reading of each stretch', async () => {
    const { curves, isThinned, document, span } = await inPage(makeLift('bay-1', { reps: 130 }).csv);
    const { atS, values } = curves.heightCm;
    expect([isThinned, document.countedReps]).toEqual([true, 129]);
    expect(atS.length).toBeLessThanOrEqual(20_000);
    expect(atS).toEqual(atS.toSorted((a, b) => a - b));
    const known = values.filter((value) => value !== null);
    expect([Math.min(...known), Math.max(...known)]).toEqual([expect.closeTo(11.8, 1), expect.closeTo(42.2, 1)]);
    expect(span).toEqual([0, expect.closeTo(546.48, 1)]);
  });

  it('splits lines as they are, in whatever pieces they come', () => {
    const breaks = fc.constantFrom('\n', '\r\n', '\r');
    const text = fc.array(fc.tuple(fc.stringMatching(/^[a-z,]{0,6}$/), breaks), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }), (lines, sizes) => {
        const whole = lines.flat().join('');
        const splitter = createLineSplitter();
        const got: string[] = [];
        for (let at = 0, turn = 0; at < whole.length; turn++) {
          const size = sizes[turn % sizes.length]!;
          got.push(...splitter.push(whole.slice(at, at + size)));
          at += size;
        }
        got.push(...splitter.end());
        const expected = whole.split(/\r\n|\n|\r/);
        if (expected.at(-1) === '') expected.pop();
        expect(got).toEqual(expected);
      }),
    );
  });

  it('takes a decimal comma, and guesses no number', () => {
    const lag = (heightLagMs: string) => choicesOf({ ...AS_RECORDED, heightLagMs }).heightLagMs;
    for (const [text, value] of [
      ['12', 12],
      [' 12.5 ', 12.5],
      ['12,5', 12.5],
      ['1000', 1000],
    ] as const)
      expect(lag(text)).toBe(value);
    for (const text of ['1.234,5', '1 000', '1001', '-1', '12.', 'ten', '1e1']) {
      expect(lag(text), text).toBeUndefined();
      expect(faultsOf({ ...AS_RECORDED, heightLagMs: text }), text).toEqual({ heightLagMs: 'number' });
    }
    expect(choicesOf(AS_RECORDED)).toEqual({});
    const typed = { ...AS_RECORDED, targetHoldS: '0,5', topMm: '400' };
    expect(faultsOf(typed)).toEqual({ romMm: 'both' });
    expect(choicesOf(typed)).toEqual({ targetHoldS: 0.5 });
    expect(choicesOf({ ...typed, romMm: '300' })).toMatchObject({ learned: { topMm: 400, romMm: 300 } });
  });

  it('writes each movement as a row with its units', async () => {
    const { document } = await inPage(csv);
    const [names, ...rows] = (movementsCsv(document) as string).trimEnd().split('\r\n');
    expect(names).toMatch(/^n,verdict,startS,lockoutS,.*,romMm,meanVelocityMps,.*,loadKg,.*,reasons,flags$/);
    expect(rows).toHaveLength(document.movements.length);
    expect(rows[4]).toMatch(/^,partial,.*short-of-lockout/);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([names!.split(',').length]));
  });
});
