/** Sees each change of the file in which an update of the package stands: another process writes it, while this one runs. */
import type { UpdateReport } from '../../contracts/update.ts';
import { readUpdateReport, UPDATE_FOLDER } from './update-report.ts';

const PERIOD_MS = 5000;

export class UpdateWatch {
  readonly #onReport: (report: UpdateReport) => void;
  readonly #folder: string;
  #timer: NodeJS.Timeout | undefined;
  #seen = '';

  constructor(onReport: (report: UpdateReport) => void, folder = UPDATE_FOLDER) {
    this.#onReport = onReport;
    this.#folder = folder;
  }

  start(): void {
    this.check();
    this.#timer = setInterval(() => this.check(), PERIOD_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  check(): void {
    const report = readUpdateReport(this.#folder);
    const text = JSON.stringify(report);
    if (!report || text === this.#seen) return;
    this.#seen = text;
    this.#onReport(report);
  }
}
