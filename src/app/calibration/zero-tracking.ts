/** Keeps the zero of a load cell: follows what is small and proven, alarms on what is not. */
import { SAMPLE_FLAGS } from '../../../firmware-bridge/protocol.ts';
import type { AlertCode } from '../../contracts/alerts.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import { rounded } from '../../contracts/rounded.ts';
import { startZeroWatch, watchZero, type ZeroFinding } from '../../core/index.ts';

type Shift = Extract<AlertCode, { kind: 'load-shift' | 'height-shift' }>;

interface ZeroTrackingSink {
  raise(shift: Shift): void;
  clear(kind: Shift['kind']): void;
  /** The zero is to move to `offsetN` from the calibrated one. */
  moved(offsetN: number): void;
}

const GRAVITY_MPS2 = 9.80665;
/** Less is noise; the zero stays where it is. */
const LEAST_MOVE_N = 0.3;

export class ZeroTracking {
  readonly #sink: ZeroTrackingSink;
  #watch = startZeroWatch;
  /** From the calibrated zero. */
  offsetN = 0;

  constructor(sink: ZeroTrackingSink) {
    this.#sink = sink;
  }

  /** A new calibration came into force. */
  reset(): void {
    this.offsetN = 0;
    this.#watch = startZeroWatch;
    this.#sink.clear('load-shift');
    this.#sink.clear('height-shift');
  }

  take(row: RecordingRow, inSet: boolean): void {
    // Judged from the calibrated zero, not from the moved one: small moves must not add up to a large one.
    const forceN = row.forceN === null ? null : row.forceN + this.offsetN;
    const doubted = (row.flags & ~SAMPLE_FLAGS.afterGap) !== 0;
    const { watch, finding } = watchZero(this.#watch, {
      atUs: row.atUs,
      forceN,
      heightMm: row.heightMm,
      doubted,
      inSet,
    });
    this.#watch = watch;
    if (finding) this.#act(finding);
  }

  #act({ kind, offsetN, offsetMm }: ZeroFinding): void {
    if (kind === 'load-shift') {
      const offsetKg = rounded(offsetN / GRAVITY_MPS2, 1);
      this.#sink.raise({ kind: 'load-shift', params: { offsetKg } });
      return;
    }
    this.#sink.clear('load-shift');
    if (kind === 'height-shift') {
      this.#sink.raise({ kind: 'height-shift', params: { offsetMm: Math.round(offsetMm) } });
      return;
    }
    this.#sink.clear('height-shift');
    if (Math.abs(offsetN - this.offsetN) < LEAST_MOVE_N) return;
    this.offsetN = offsetN;
    this.#sink.moved(offsetN);
  }
}
