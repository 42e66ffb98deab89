import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyzeCommand } from '../../src/cli/analyze.ts';
import type { AnalysisDocument } from '../../src/contracts/analysis.ts';
import type { RecordingRow } from '../../src/contracts/recording.ts';
import { formatRecordingHeader, formatRecordingRow } from '../../src/contracts/recording-writer.ts';
import { analyze } from '../../src/core/index.ts';
import { easySet, inputsOf, options } from './core-support.ts';

let folder: string;
let file: string;
const inputs = inputsOf(easySet);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockout-analyze-'));
  file = join(folder, 'set.csv');
  const rows = inputs.map((input): RecordingRow => {
    return {
      atUs: input.atUs,
      heightMm: input.kind === 'height' ? input.heightMm : null,
      forceN: input.kind === 'force' ? input.forceN : null,
      rawLoad: null,
      rawDistanceMm: null,
      flags: 0,
    };
  });
  const header = { title: 'test', source: '', exercise: 'hip-thrust', forceMount: 'bar', further: {} } as const;
  writeFileSync(file, formatRecordingHeader(header) + rows.map(formatRecordingRow).join(''));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
  await analyzeCommand().parseAsync(args, { from: 'user' });
  return { out, err, code: Number(process.exitCode ?? 0) };
}

describe('lockout analyze', () => {
  it('prints one JSON document, with the same reps as the core gives for the same samples', async () => {
    const { out, code } = await run(file, '--json');
    const document = JSON.parse(out) as AnalysisDocument;
    const direct = analyze(inputs, options);
    expect(code).toBe(0);
    expect(document).toMatchObject({ exercise: 'hip-thrust', channels: { height: 'ok', force: 'ok' }, countedReps: 8 });
    expect(document.sets[0]?.reps.map(({ lockoutS }) => lockoutS)).toEqual(
      direct.sets[0]?.movements.map(({ lockoutUs }) => Math.round(lockoutUs!) / 1e6),
    );
    expect(Object.keys(document.sets[0]!.reps[0]!)).toEqual(
      expect.arrayContaining([
        'n',
        'verdict',
        'reasons',
        'startS',
        'lockoutS',
        'holdS',
        'endS',
        'topMm',
        'romMm',
        'flags',
      ]),
    );
  });

  it('prints a table for people', async () => {
    const { out } = await run(file);
    expect(out).toContain('Hip thrust: 8 counted reps in 1 set\n');
    expect(out.split('\n')).toHaveLength(4 + 8 + 1);
  });

  it('counts the readings that it left out', async () => {
    const wild = join(folder, 'wild.csv');
    const lines = readFileSync(file, 'utf8').split('\n');
    const cells = lines.map((line) => line.split(','));
    const heights = cells.flatMap(([t, mm], index) => (Number(t) > 5 && Number(mm) > 0 ? [index] : []));
    const at = heights[40]!;
    lines[at] = [cells[at]![0], Number(cells[at]![1]) + 1500, ...cells[at]!.slice(2)].join(',');
    writeFileSync(wild, lines.join('\n'));
    expect(JSON.parse((await run(wild, '--json')).out)).toMatchObject({
      countedReps: 8,
      leftOut: { height: 1, force: 0 },
    });
    expect((await run(wild)).out).toContain('rejected outliers: height 1, force 0\n');
  });

  it('takes the lags that the recording tells, unless it is told others', async () => {
    const own = join(folder, 'lags.csv');
    const lagged = readFileSync(file, 'utf8').replace('t_s,', '# height_lag_ms: 40\n# force_lag_ms: 40\nt_s,');
    writeFileSync(own, lagged);
    const startS = async (...args: string[]) =>
      (JSON.parse((await run(...args, '--json')).out) as AnalysisDocument).sets[0]!.reps[0]!.startS;
    const plainS = await startS(file, '--height-lag-ms', '40', '--force-lag-ms', '40');
    expect(await startS(own)).toBe(plainS);
    expect(plainS).toBeCloseTo((await startS(file)) - 0.04, 4);
    expect(await startS(own, '--height-lag-ms', '0', '--force-lag-ms', '0')).toBe(await startS(file));
  });

  it('takes the exercise that is asked for', async () => {
    const { out } = await run(file, '--json', '--exercise', 'squat');
    expect((JSON.parse(out) as AnalysisDocument).exercise).toBe('squat');
  });

  it.each([
    ['missing.csv', 'there is no such file'],
    ['', 'this is a folder'],
  ])('ends with 2 and one line for %j', async (name, message) => {
    const { err, code, out } = await run(join(folder, name), '--json');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('ends with 2 for a file that is no recording', async () => {
    const other = join(folder, 'other.csv');
    writeFileSync(other, 'name,age\nMira,31\n');
    const { err, code } = await run(other);
    expect(code).toBe(2);
    expect(err).toContain('line 1: this is not a Lockout recording');
  });
});
