/**
 * One run of the core over one source of samples (board or replay): steps it, logs its sets, keeps their raw samples.
 * The same `step` that `analyze` folds over a file.
 */
import type { SetEvent } from '../../contracts/events.ts';
import { createRowReader, type RecordingRow } from '../../contracts/recording.ts';
import { rounded } from '../../contracts/rounded.ts';
import {
  type CoreEvent,
  type CoreOptions,
  createState,
  type Input,
  type LiveView,
  liveView,
  type SetResult,
  type State,
  step,
} from '../../core/index.ts';
import { Recorder } from './recorder.ts';
import type { RunEvent } from './run-events.ts';
import {
  endSet,
  type Logged,
  logMovement,
  type OpenSet,
  restamp,
  type SetContext,
  startSet,
  type Tools,
} from './set-log.ts';

/** Half an hour at one a second, as long as a recording may be: a set that goes on is a fault, and ends there. */
const MAX_MOVEMENTS = 2000;

interface MeasuringOptions {
  core: CoreOptions;
  context: SetContext;
  tools: Tools;
  emit: (event: RunEvent) => void;
  maxMovements?: number;
}

export class Measuring {
  readonly #options: MeasuringOptions;
  readonly #recorder: Recorder;
  readonly #inputsOf = createRowReader();
  #state: State;
  #open: OpenSet | null = null;
  #endReason: SetEvent['endReason'] = 'rested';
  #lastUs = 0;
  /** Movements that were mere handling and left no set behind. */
  handlingMovements = 0;
  /** Sets that were ended at the most movements that one may have. */
  setsCutShort = 0;

  constructor(options: MeasuringOptions) {
    this.#options = options;
    this.#recorder = new Recorder(options.core);
    this.#state = createState(options.core);
  }

  get core(): CoreOptions {
    return this.#state.options;
  }

  get context(): SetContext {
    return this.#options.context;
  }

  get view(): LiveView {
    return liveView(this.#state);
  }

  /** Raw rows of over-long sets that were not recorded. */
  get recordingRowsDropped(): number {
    return this.#recorder.rowsDropped;
  }

  /** The set in progress, once it is worth keeping, with the load that its reps were lifted with so far. */
  get set(): SetEvent | null {
    return this.#open?.kept ? { ...this.#open.set, loadKg: rounded(this.view.loadKg, 1) } : null;
  }

  get inSet(): boolean {
    return this.#open !== null;
  }

  /** Uses another hold or range from the next set on. @returns false in mid-set, where nothing changes */
  aim(targets: Pick<CoreOptions, 'targetHoldS' | 'learned'>): boolean {
    if (this.#open) return false;
    const { learned: _, ...rest } = this.core;
    const core = { ...rest, ...targets };
    this.#state = { ...this.#state, options: core };
    this.#recorder.core = core;
    return true;
  }

  take(row: RecordingRow): void {
    this.#recorder.push(row);
    for (const input of this.#inputsOf(row)) this.feed(input);
  }

  feed(input: Input): void {
    this.#lastUs = Math.max(this.#lastUs, input.atUs);
    const result = step(this.#state, input);
    this.#state = result.state;
    for (const event of result.events) this.#handle(event);
    const { maxMovements = MAX_MOVEMENTS } = this.#options;
    if (input.kind === 'end-set' || (this.#open?.reps.length ?? 0) < maxMovements) return;
    this.setsCutShort++;
    this.end('commanded');
  }

  /** Settles the set in progress. @returns false when there was none. */
  end(reason: SetEvent['endReason']): boolean {
    const had = this.#open !== null;
    this.#endReason = reason;
    this.feed({ kind: 'end-set', atUs: this.#lastUs });
    this.#endReason = 'rested';
    return had;
  }

  /** The wall clock was set. */
  restamp(): void {
    if (!this.#open) return;
    const logged = restamp(this.#open, this.#options.tools);
    this.#open = logged.open;
    this.#report(logged);
  }

  #handle(event: CoreEvent): void {
    const { emit, tools, context } = this.#options;
    switch (event.kind) {
      case 'set-started':
        this.#open = startSet(context, event.startUs, tools, this.core.targetHoldS);
        this.#recorder.begin(event.startUs);
        return;
      case 'lockout-reached':
      case 'rep-completed':
      case 'movement': {
        if (!this.#open) {
          this.handlingMovements++;
          return;
        }
        const logged = logMovement(this.#open, event, tools);
        this.#open = logged.open;
        if (event.kind === 'lockout-reached') emit({ kind: 'cue', cue: 'lockout' });
        this.#report(logged);
        return;
      }
      case 'set-ended': {
        if (this.#open) this.#finish(this.#open, event.set);
        return;
      }
      case 'channel':
        emit(event);
        return;
      case 'hold-met':
      case 'hold-ended':
        emit({ kind: 'cue', cue: event.kind }); // the live view shows the hold; the completed rep carries it
        return;
    }
  }

  #finish(open: OpenSet, result: SetResult): void {
    const { emit } = this.#options;
    this.#open = null;
    const logged = endSet(open, result, this.#endReason, this.#options.tools);
    const csv = this.#recorder.end(logged.change?.sets?.[0] ?? open.set, result.startUs);
    if (!logged.change) this.handlingMovements += open.reps.length;
    const { change } = logged;
    // Before anyone hears of it: what follows from the end of a set is kept after the set.
    const set = change?.sets?.[0] ?? null;
    if (change)
      emit({ kind: 'store', change: set?.hasRecording ? { ...change, recordings: [{ setId: set.id, csv }] } : change });
    for (const event of logged.live) emit({ kind: 'announce', event });
    emit({ kind: 'settled', set, result });
    emit({ kind: 'set-changed' });
    emit({ kind: 'cue', cue: change ? 'set-done' : 'set-dropped' });
  }

  #report({ change, live }: Logged): void {
    const { emit } = this.#options;
    if (change) emit({ kind: 'store', change });
    for (const event of live) emit({ kind: 'announce', event });
    if (change) emit({ kind: 'set-changed' });
  }
}
