/** A rig whose truth the test knows, and the configuration doesn't: models of the real sensors, watching what the test puts there. */
import type { Bay } from '../../src/app/bay/bay.ts';
import type { RawSample } from '../../src/rig/messages.ts';
import { createLifter, type Lifter, type LifterConfig } from '../../src/sim/lifter.ts';
import { createLoadCell, createRangefinder, type SensorFault, type SensorModel } from '../../src/sim/sensors.ts';

/** What the sensors see; seconds count from its own start. */
type Scene = Pick<Lifter, 'forceAt' | 'motionAt' | 'phaseAt'>;

export const TRUTH = { zeroCounts: 84_213, countsPerN: -812, rackedReadingMm: 400, rackMm: 250 };
const G = 9.80665;
/** As many as an IPC message of a board has. */
const CHUNK = 16;

export class Bench {
  readonly #bay: Bay;
  readonly #cell: SensorModel;
  readonly #eye: SensorModel;
  readonly #seq = [0, 0];
  #scene: Scene = standing(0, TRUTH.rackMm);
  #sceneStartS = 0;
  #tS = 0;

  constructor(bay: Bay) {
    this.#bay = bay;
    const { zeroCounts, countsPerN, rackedReadingMm, rackMm } = TRUTH;
    this.#cell = createLoadCell({ model: 'hx711', zeroCounts, countsPerN }, 1);
    this.#eye = createRangefinder({ model: 'vl53l1x', looks: 'up', mountHeightMm: rackMm - rackedReadingMm }, 2);
  }

  get lagDifferenceMs(): number {
    return this.#cell.lagMs - this.#eye.lagMs;
  }

  fault(sensor: 'load' | 'distance', fault: SensorFault, on: boolean): void {
    (sensor === 'load' ? this.#cell : this.#eye).setFault(fault, on);
  }

  /** Something of `massKg` rests on the cell, the bar is `heightMm` above its hooks. */
  rest(massKg: number, heightMm: number, durationS: number): void {
    this.#play(standing(massKg * G, TRUTH.rackMm + heightMm), durationS);
  }

  /** The load swings. */
  swing(massKg: number, byN: number, durationS: number): void {
    this.#play({ ...standing(0, TRUTH.rackMm), forceAt: (tS) => massKg * G + byN * Math.sin(4 * tS) }, durationS);
  }

  lift(config: Partial<LifterConfig>, durationS: number): void {
    this.#play(createLifter({ rackMm: TRUTH.rackMm, lookBackS: 60, ...config }), durationS);
  }

  #play(scene: Scene, durationS: number): void {
    this.#scene = scene;
    this.#sceneStartS = this.#tS;
    const seen = { ...this.#scene } as Lifter;
    const at = (tS: number) => Math.max(0, tS - this.#sceneStartS);
    seen.forceAt = (tS) => scene.forceAt(at(tS));
    seen.motionAt = (tS) => scene.motionAt(at(tS));
    seen.phaseAt = (tS) => scene.phaseAt(at(tS));
    const endS = this.#tS + durationS;
    let chunk: RawSample[] = [];
    for (;;) {
      const [slot, sensor] =
        this.#cell.peekAtUs() <= this.#eye.peekAtUs() ? ([0, this.#cell] as const) : ([1, this.#eye] as const);
      if (sensor.peekAtUs() > endS * 1e6) break;
      const { atUs, raw, flags, missing } = sensor.nextReading(seen);
      const seq = (this.#seq[slot]! = (this.#seq[slot]! + 1) & 0xffff);
      if (!missing) chunk.push({ slot, seq, atUs, raw, flags, hostMs: 1_800_000_000_000 + atUs / 1000, epoch: 1 });
      if (chunk.length === CHUNK) chunk = this.#send(chunk);
    }
    this.#send(chunk);
    this.#tS = endS;
  }

  #send(chunk: RawSample[]): RawSample[] {
    if (chunk.length > 0) this.#bay.supervisor.emit('samples', chunk);
    return [];
  }
}

function standing(forceN: number, heightMm: number): Scene {
  return {
    forceAt: () => forceN,
    motionAt: () => ({ heightMm, velocityMps: 0, accelerationMps2: 0 }),
    phaseAt: () => 'rest',
  };
}
