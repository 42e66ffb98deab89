import { describe, expect, it } from 'vitest';
import { anonymous } from '../../src/app/cases/anonymous.ts';
import { RecordingError } from '../../src/contracts/recording.ts';
import { formatRecordingHeader } from '../../src/contracts/recording-writer.ts';

const ROWS = '0.000000,12.250,,,,0,,\n0.012500,,784.532,313813,,0,,\n';
const header = (further: Record<string, string>, source = 'lockout (board)') =>
  formatRecordingHeader({ title: 'bay-1 2026-11-22T18:00:00Z', source, exercise: 'squat', forceMount: 'bar', further });

describe('a recording of a case', () => {
  it('keeps what the analysis goes by, and neither names nor dates', () => {
    const { csv } = anonymous(
      header({
        set_id: '01938b7e-3a1c-7c4f-9d53-1c0e8f6b2a10',
        bay: 'bay-of-lena',
        started_at: '2026-11-22T18:00:00Z',
        started_s: '3.000000',
        height_lag_ms: '10',
        learned_rom_mm: '300',
        a_later_key: 'Lena',
      }) + ROWS,
    );
    expect(csv).toBe(
      `# lockout-recording: 1\n# title: wrong count\n# source: lockout (board)\n# exercise: squat\n# force_mount: bar\n${[
        '# height_lag_ms: 10',
        '# learned_rom_mm: 300',
        '# started_s: 3.000000',
        't_s,height_mm,force_n,raw_load,raw_distance_mm,flags,raw_load_right,left_force_n',
      ].join('\n')}\n${ROWS}`,
    );
  });

  it('keeps the columns of an older version, and says nothing of a source that somebody typed', () => {
    const old = '# lockout-recording: 1\n# source: Lena at home\n# exercise: squat\n\nt_s,height_mm,force_n\n0,1,\n';
    const { csv, header: kept } = anonymous(old);
    expect(csv.split('\n').slice(-3)).toEqual(['t_s,height_mm,force_n', '0,1,', '']);
    expect(kept.source).toBe('lockout');
    expect(anonymous(csv).csv).toBe(csv);
  });

  it('is a recording', () => {
    expect(() => anonymous('# lockout-recording: 1\n')).toThrow(RecordingError);
    expect(() => anonymous('t_s,height_mm\n')).toThrow(RecordingError);
  });
});
