/** The samples that a board would send of a simulated lifter, handed to its bay as its process does. */
import type { Bay } from '../../src/app/bay/bay.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { createLifter, type Lifter } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder, type SensorModel } from '../../src/sim/sensors.ts';

const WRAP_US = 2 ** 32;
/** From the conversion to the controller. */
const ON_ITS_WAY_MS = 1;

export class SimulatedBoard {
  readonly #bay: Bay;
  readonly #lifter: Lifter;
  readonly #cell: SensorModel;
  readonly #eye: SensorModel;
  #seq = [0, 0];
  #epoch = 1;
  #bootUs = 0;

  constructor(bay: Bay, seed: number) {
    this.#bay = bay;
    this.#lifter = createLifter({ seed, sets: 99, restS: 30, lookBackS: 5 });
    this.#cell = createLoadCell({ model: 'hx711', rateHz: 80, countsPerN: 400, zeroCounts: 0 }, seed);
    this.#eye = createRangefinder({ model: 'vl53l1x', rateHz: 50 }, seed + 1);
  }

  /** Restarts: time and sample numbers begin at 0 again. */
  restart(nowMs: number): void {
    this.#epoch++;
    this.#bootUs = nowMs * 1000;
    this.#seq = [0, 0];
  }

  /**
   * Time has come to `nowMs` of the story, which is `monoMs` on the clock of the station.
   * @param isHeard false: what it sends is lost on the way
   */
  runTo(nowMs: number, monoMs: number, isHeard: boolean): void {
    const chunk: RawSample[] = [];
    for (;;) {
      const [slot, sensor] =
        this.#cell.peekAtUs() <= this.#eye.peekAtUs() ? ([0, this.#cell] as const) : ([1, this.#eye] as const);
      if (sensor.peekAtUs() > nowMs * 1000) break;
      const { atUs, raw, flags, missing } = sensor.nextReading(this.#lifter);
      const seq = (this.#seq[slot] = (this.#seq[slot]! + 1) & 0xffff);
      const hostMs = monoMs - nowMs + atUs / 1000 + ON_ITS_WAY_MS;
      const ownUs = (((atUs - this.#bootUs) % WRAP_US) + WRAP_US) % WRAP_US;
      if (!missing) chunk.push({ slot, seq, atUs: ownUs, raw, flags, hostMs, epoch: this.#epoch });
    }
    if (isHeard && chunk.length > 0) this.#bay.supervisor.emit('samples', chunk);
  }
}
