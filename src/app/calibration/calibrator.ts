/** The calibration of one bay: the one in force, the wizard that makes a new one, and the watch over the zero. */
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import type { AlertCode } from '../../contracts/alerts.ts';
import type { Calibration, CalibrationStatus, CalibrationStep, MeasureStep } from '../../contracts/calibration.ts';
import { calibrationMismatchText } from '../../contracts/calibration-mismatches.ts';
import { CONTRACT_VERSION } from '../../contracts/common.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { Alert } from '../../contracts/events.ts';
import type { RecordingRow } from '../../contracts/recording.ts';
import type { Store } from '../../store/index.ts';
import { version } from '../version.ts';
import { calibratedBay, inForce, overrides } from './calibrated-bay.ts';
import { type Draft, describeWizard, draftOf } from './draft.ts';
import { type Refused, refused, stepWizard, type WizardInput } from './wizard.ts';
import { startWizard, type Wizard } from './wizard-state.ts';
import { bare } from './words.ts';
import { ZeroTracking } from './zero-tracking.ts';

/** What the calibrator needs of its bay. */
interface CalibratedPart {
  readonly config: BayConfig;
  readonly boardStatus: { readonly firmware: string } | null;
  readonly replaying: object | null;
  readonly ingest: { use(config: BayConfig): void };
  useCalibration(config: BayConfig): void;
  setAside(): void;
  raise(alert: AlertCode, severity: Alert['severity'], text?: string): void;
  clear(kind: Alert['kind']): void;
}

interface CalibratorOptions {
  bay: CalibratedPart;
  /** @throws Error that says why the database isn't there */
  store: () => Pick<Store, 'saveCalibration' | 'calibrations'>;
  clock: Clock;
  logger: Logger;
}

const HISTORY_LIMIT = 999;
/** A closed laptop must not keep the bay from counting for ever. */
const IDLE_MS = 10 * 60_000;
const SILENT_MS = 5000;
/** A step that is still not over then is given up: it looks for 45 s at most. */
const LONGEST_STEP_MS = 60_000;

export class Calibrator {
  readonly #bay: CalibratedPart;
  readonly #options: CalibratorOptions;
  readonly #zero: ZeroTracking;
  #active: Calibration | null = null;
  #loaded = false;
  #calibrated: ReturnType<typeof calibratedBay>;
  #wizard: Wizard = startWizard;
  #open = false;
  #saving = false;
  #waiting: ((outcome: Refused | null) => void) | null = null;
  #usedAtMs = 0;
  #begunAtMs = 0;
  #heardAtMs = 0;

  constructor(options: CalibratorOptions) {
    this.#options = options;
    this.#bay = options.bay;
    this.#calibrated = calibratedBay(options.bay.config, null);
    this.#zero = new ZeroTracking({
      raise: (alert) => options.bay.raise(alert, 'warning'),
      clear: (kind) => options.bay.clear(kind),
      moved: (offsetN) => this.#zeroMoved(offsetN),
    });
  }

  /** Whether a calibration is in progress; nothing is counted then. */
  get isOpen(): boolean {
    return this.#open;
  }

  /** The stored calibration that is in force; null before the first one. */
  get active(): Calibration | null {
    return this.#active;
  }

  get autoZeroN(): number {
    return this.#zero.offsetN;
  }

  get status(): CalibrationStatus {
    const draft = this.#draft();
    return {
      active: this.#active,
      inForce: inForce(this.#zeroed()),
      autoZeroN: this.#zero.offsetN,
      notUsed: this.#calibrated.notUsed.map((code) => ({ ...code, text: calibrationMismatchText(code) })),
      wizard: describeWizard(this.#wizard, this.#open, this.#bay.config, draft),
    };
  }

  /** Puts the stored calibration into force; once. When the database isn't there, the configuration's values stay. */
  async load(): Promise<void> {
    if (this.#loaded) return;
    try {
      const [stored] = await this.#options.store().calibrations(this.#bay.config.id, 1);
      this.#loaded = true;
      if (stored) this.#activate(stored);
    } catch (error) {
      this.#warn(`the calibration can't be read yet, the configured values are used: ${messageOf(error)}`);
    }
  }

  /** Newest first. */
  async history(): Promise<Calibration[] | Refused> {
    try {
      return await this.#options.store().calibrations(this.#bay.config.id, HISTORY_LIMIT);
    } catch (error) {
      return refused({ kind: 'calibrations-unreadable', params: { reason: messageOf(error) } });
    }
  }

  /** Resolves when the step is measured, some seconds later. */
  measure({ step, massKg, knownMm }: MeasureStep): Promise<Refused | null> {
    if (this.#bay.replaying) return Promise.resolve(refused(bare('calibration-replaying')));
    if (this.#saving) return Promise.resolve(refused(bare('calibration-busy')));
    const outcome = this.#step({ kind: 'measure', step, massKg, knownMm, at: isoNow(this.#options.clock) });
    if (outcome) return Promise.resolve(outcome);
    this.#openWizard();
    this.#begunAtMs = this.#heardAtMs = this.#options.clock.monoMs();
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  skip(step: CalibrationStep): Refused | null {
    if (this.#bay.replaying) return refused(bare('calibration-replaying'));
    if (this.#saving) return refused(bare('calibration-busy'));
    const outcome = this.#step({ kind: 'skip', step });
    if (!outcome) this.#openWizard();
    return outcome;
  }

  /** False when there was nothing to abort. */
  abort(): boolean {
    if (!this.#open || this.#saving) return false;
    this.#answer(refused(bare('calibration-aborted')));
    this.#closeWizard();
    return true;
  }

  async save(): Promise<Calibration | Refused> {
    const draft = this.#draft();
    if (this.#wizard.capture || this.#saving) return refused(bare('calibration-busy'));
    if (!draft.force && !draft.distance && !draft.lag) return refused(bare('calibration-nothing-to-save'));
    const { force, distance, lag } = this.#active ?? { force: null, distance: null, lag: null };
    return this.#persist({
      restores: null,
      force: draft.force ?? force,
      distance: draft.distance ?? distance,
      lag: draft.lag ?? lag,
    });
  }

  /** An old calibration comes back as a new one, so that the history says when. */
  async restore(id: string): Promise<Calibration | Refused> {
    if (this.#open || this.#saving) return refused(bare('calibration-open'));
    const history = await this.history();
    if ('kind' in history) return history;
    const old = history.find((one) => one.id === id);
    if (!old) return refused({ kind: 'no-such-calibration', params: { id } });
    return this.#persist({ restores: old.id, force: old.force, distance: old.distance, lag: old.lag });
  }

  /** Rows of the board, as they come. */
  take(rows: readonly RecordingRow[], inSet: boolean): void {
    if (this.#wizard.capture) {
      this.#step({ kind: 'rows', rows });
      this.#heardAtMs = this.#options.clock.monoMs();
    }
    if (this.#isZeroWatched()) for (const row of rows) this.#zero.take(row, inSet || this.#open);
  }

  /** Time passes. */
  tick(): void {
    const nowMs = this.#options.clock.monoMs();
    const { capture } = this.#wizard;
    if (capture && (nowMs - this.#heardAtMs > SILENT_MS || nowMs - this.#begunAtMs > LONGEST_STEP_MS)) {
      this.#step({ kind: 'silent' });
    } else if (this.#open && !capture && nowMs - this.#usedAtMs > IDLE_MS) {
      this.#warn('the calibration was given up after ten minutes without a step; nothing was changed');
      this.#closeWizard();
    }
  }

  #step(input: WizardInput): Refused | null {
    const draft = this.#draft();
    const bay = calibratedBay(this.#calibrated.config, draft).config;
    const { wizard, outcome } = stepWizard(this.#wizard, input, bay);
    this.#wizard = wizard;
    if (input.kind !== 'rows' && input.kind !== 'silent') {
      this.#usedAtMs = this.#options.clock.monoMs();
      return outcome?.kind === 'refused' ? outcome : null;
    }
    if (outcome) this.#answer(outcome.kind === 'refused' ? outcome : null);
    return null;
  }

  #answer(outcome: Refused | null): void {
    this.#usedAtMs = this.#options.clock.monoMs();
    const answer = this.#waiting;
    this.#waiting = null;
    answer?.(outcome);
  }

  #draft(): Draft {
    return draftOf(this.#wizard, this.#calibrated.config, this.#active);
  }

  #openWizard(): void {
    if (this.#open) return;
    this.#open = true;
    this.#bay.setAside();
    this.#bay.raise({ kind: 'calibrating', params: {} }, 'info');
  }

  #closeWizard(): void {
    this.#open = false;
    this.#wizard = startWizard;
    this.#bay.clear('calibrating');
    this.#bay.useCalibration(this.#zeroed());
  }

  async #persist(parts: Pick<Calibration, 'restores' | 'force' | 'distance' | 'lag'>): Promise<Calibration | Refused> {
    const { config, boardStatus } = this.#bay;
    const calibration: Calibration = {
      v: CONTRACT_VERSION,
      id: newId(),
      bay: config.id,
      at: isoNow(this.#options.clock),
      ...parts,
      lockoutVersion: version,
      firmwareVersion: boardStatus?.firmware ?? '',
      board: config.board.port,
    };
    this.#saving = true;
    try {
      await this.#options.store().saveCalibration(calibration);
    } catch (error) {
      return refused({ kind: 'calibration-not-stored', params: { reason: messageOf(error) } });
    } finally {
      this.#saving = false;
    }
    this.#loaded = true;
    this.#open = false;
    this.#wizard = startWizard;
    this.#bay.clear('calibrating');
    this.#activate(calibration);
    return calibration;
  }

  #activate(calibration: Calibration): void {
    const { config } = this.#bay;
    this.#active = calibration;
    this.#calibrated = calibratedBay(config, calibration);
    this.#zero.reset();
    const changes = overrides(config, this.#calibrated.config);
    this.#options.logger.info(
      { bay: config.id, calibration: calibration.id },
      `calibration of ${calibration.at} is in force: ${changes.join(', ') || 'the configured values'}`,
    );
    const notUsed = this.#calibrated.notUsed.map(calibrationMismatchText);
    for (const text of notUsed) this.#warn(text);
    if (notUsed.length > 0) this.#bay.raise({ kind: 'calibration-unused', params: {} }, 'warning', notUsed.join(' '));
    else this.#bay.clear('calibration-unused');
    this.#bay.useCalibration(this.#calibrated.config);
  }

  /** Only a cell between bar and lifter is unloaded by the racked bar, and only a calibrated bay knows where that is. */
  #isZeroWatched(): boolean {
    const { load } = this.#bay.config;
    const { notUsed } = this.#calibrated;
    return load.mount === 'bar' && !!this.#active?.force && !!this.#active.distance && notUsed.length === 0;
  }

  #zeroMoved(offsetN: number): void {
    this.#options.logger.info(
      { bay: this.#bay.config.id },
      `the racked bar was still: zero moved to ${offsetN.toFixed(2)} N`,
    );
    this.#bay.ingest.use(this.#zeroed());
  }

  /** The calibrated values with the automatic zero in them. */
  #zeroed(): BayConfig {
    const { config } = this.#calibrated;
    const { zeroCounts, countsPerN } = config.load;
    return { ...config, load: { ...config.load, zeroCounts: zeroCounts + this.#zero.offsetN * countsPerN } };
  }

  #warn(text: string): void {
    this.#options.logger.warn({ bay: this.#bay.config.id }, text);
  }
}
