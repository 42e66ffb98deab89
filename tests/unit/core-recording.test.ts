import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exerciseNames } from '../../src/contracts/exercises.ts';
import {
  createRecordingParser,
  createRowReader,
  type RecordingHeader,
  type RecordingRow,
} from '../../src/contracts/recording.ts';
import { formatRecordingHeader, formatRecordingRow } from '../../src/contracts/recording-writer.ts';

function parse(text: string): { header: RecordingHeader; rows: RecordingRow[] } {
  const parser = createRecordingParser();
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const rows = lines.flatMap((line) => parser.push(line) ?? []);
  parser.finish();
  return { header: parser.header(), rows };
}

const HEAD = '# lockout-recording: 1\n# exercise: squat\n# force_mount: bar\nt_s,height_mm,force_n\n';

const milli = fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((thousandths) => thousandths / 1000);
const cell = fc.option(milli, { nil: null });
const word = fc.string({ maxLength: 30 }).map((text) => text.replace(/[\s\0\uFFFD]+/g, ' ').trim());
const header = fc.record({
  title: word,
  source: word,
  exercise: fc.constantFrom(...exerciseNames),
  forceMount: fc.constantFrom('bar', 'platform', 'hooks', 'none'),
  further: fc.dictionary(fc.stringMatching(/^k[a-z_]{0,10}$/), word, { maxKeys: 4 }),
}) as fc.Arbitrary<RecordingHeader>;
const rows = fc
  .array(
    fc.record({
      stepUs: fc.integer({ min: 0, max: 5_000_000 }),
      heightMm: cell,
      forceN: cell,
      rawLoad: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { nil: null }),
      rawDistanceMm: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: null }),
      rawLoadRight: fc.option(fc.integer({ min: -(2 ** 23), max: 2 ** 23 - 1 }), { nil: null }),
      flags: fc.integer({ min: 0, max: 255 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let atUs = 0;
    return steps.map(({ stepUs, rawLoadRight, ...row }): RecordingRow => {
      atUs += stepUs;
      return { atUs, ...row, ...(rawLoadRight === null ? {} : { rawLoadRight }) };
    });
  });

describe('a recording', () => {
  it('comes back exactly as it was written', () => {
    fc.assert(
      fc.property(header, rows, (head, written) => {
        const parsed = parse(formatRecordingHeader(head) + written.map(formatRecordingRow).join(''));
        expect(parsed.header).toEqual(head);
        expect(parsed.rows).toEqual(written);
      }),
    );
  });

  it('reads what others write: no flags, blank cells, Windows line ends, a byte order mark', () => {
    const { header: head, rows: read } = parse(`\uFEFF${HEAD}0.0000,1.50,\n0.0417,,-12.25\n`.replaceAll('\n', '\r\n'));
    expect(head).toMatchObject({ exercise: 'squat', forceMount: 'bar', title: '' });
    expect(read.map(({ atUs, heightMm, forceN }) => [atUs, heightMm, forceN])).toEqual([
      [0, 1.5, null],
      [41_700, null, -12.25],
    ]);
  });

  it('skips columns it does not know', () => {
    const { rows: read } = parse(HEAD.replace('force_n', 'force_n,humidity,flags').concat('0,1,2,99,4\n'));
    expect(read[0]).toMatchObject({ heightMm: 1, forceN: 2, flags: 4 });
  });

  it('lets the channels cross in time, but none go back', () => {
    expect(parse(`${HEAD}0.10,5,\n0.05,,7\n`).rows).toHaveLength(2);
    expect(() => parse(`${HEAD}0.10,5,\n0.05,7,\n`)).toThrow(/line 6: column t_s: the time of the height goes back/);
  });

  it.each([
    ['', 'the file is empty'],
    ['a,b,c\n1,2,3\n', 'line 1: this is not a Lockout recording; its first line must be "# lockout-recording: 1"'],
    ['# hello: 1\n', 'line 1: this is not a Lockout recording'],
    ['# lockout-recording: 2\n', 'line 1: recording version 2 is not known here'],
    ['\0\x01\x02', 'line 1: this is not a text file'],
    [
      '# lockout-recording: 1\n# exercise: yoga\nt_s,height_mm,force_n\n',
      'line 3: unknown exercise "yoga"; known are hip-thrust',
    ],
    ['# lockout-recording: 1\n# force_mount: roof\nt_s,height_mm,force_n\n', 'line 3: unknown force_mount "roof"'],
    ['# lockout-recording: 1\ntime,h,f\n', 'line 2: the columns must begin with t_s,height_mm,force_n'],
    ['# lockout-recording: 1\n', 'line 1: the file ends before the column names'],
    [HEAD, 'line 4: the recording holds no readings'],
    [`${HEAD}0,NaN,\n`, 'line 5: column height_mm: "NaN" is not a number; leave the cell blank'],
    [`${HEAD}0,1,Infinity\n`, 'line 5: column force_n: "Infinity" is not a number'],
    [`${HEAD}0,1,1e999\n`, 'line 5: column force_n: 1e999 is too large'],
    [`${HEAD},1,\n`, 'line 5: column t_s: blank'],
    [`${HEAD}1e12,1,\n`, 'line 5: column t_s: 1e12 is out of range'],
    [`${HEAD}0,1\n`, 'line 5: 2 cells, but 3 columns'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('never fails with anything but its own error, whatever it is fed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (garbage, headed) => {
        try {
          parse(headed ? HEAD + garbage : garbage);
        } catch (error) {
          expect((error as Error).name).toBe('RecordingError');
        }
      }),
    );
  });
});

describe('createRowReader', () => {
  it('gives the readings of a row, the gap before it, and passes other flags on', () => {
    const inputsOf = createRowReader();
    const blank = { heightMm: null, forceN: null, rawLoad: null, rawDistanceMm: null, flags: 0 };
    expect(inputsOf({ ...blank, atUs: 10, heightMm: 1, forceN: 2 })).toEqual([
      { kind: 'height', atUs: 10, heightMm: 1 },
      { kind: 'force', atUs: 10, forceN: 2 },
    ]);
    expect(inputsOf({ ...blank, atUs: 90, heightMm: 3, flags: 32 + 1 })).toEqual([
      { kind: 'gap', channel: 'height', fromUs: 10, atUs: 90 },
      { kind: 'height', atUs: 90, heightMm: 3, flags: 1 },
    ]);
    expect(inputsOf({ ...blank, atUs: 95, flags: 2 })).toEqual([]);
  });
});
