import type { Decoded } from '../../firmware-bridge/codec.ts';
import { ACK_RESULTS, LIMITS, SAMPLE_FLAGS, SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';

/** What hangs on a slot. Times are microseconds of true time since the board was made, not wrapped. */
interface VirtualSensor {
  peekAtUs(): number;
  /** `missing`: the reading was numbered but gets lost on its way. */
  next(): { atUs: number; raw: number; flags: number; missing?: boolean };
  setFault?(fault: string, on: boolean): void;
}

/** Called at CONFIGURE; null when no such sensor can be had. `nowS` is the true time since the board was made. */
export type CreateSensor = (command: Decoded<'CONFIGURE'>, nowS: number) => VirtualSensor | null;

export interface Slot {
  command: Decoded<'CONFIGURE'>;
  sensor: VirtualSensor;
  seq: number;
  isFailed: boolean;
  hasGap: boolean;
}

/** A SAMPLE whose `atUs` is still true time. */
type NumberedReading = Decoded<'SAMPLE'>;

/** A stalled process catches up on its readings, but not on hours of them. */
const CATCH_UP_US = 2_000_000;

/** The sensor slots of a virtual board: configured by the host, read in the order of their conversions. */
export class VirtualSlots {
  samplesDropped = 0;
  readonly #createSensor: CreateSensor;
  readonly #slots = new Map<number, Slot>();

  constructor(createSensor: CreateSensor) {
    this.#createSensor = createSensor;
  }

  /** One slot, or all. */
  select(slotNumber?: number): Slot[] {
    return [...this.#slots.values()].filter(({ command }) => slotNumber === undefined || command.slot === slotNumber);
  }

  clear(): void {
    this.#slots.clear();
  }

  /** What to answer to the host. A repeat of the running configuration changes nothing. */
  configure(command: Decoded<'CONFIGURE'>, nowS: number): number {
    if (command.slot >= LIMITS.maxSlots) return ACK_RESULTS.badSlot;
    const running = this.#slots.get(command.slot);
    if (running && isSame(running.command, command)) return ACK_RESULTS.ok;
    this.#slots.delete(command.slot);
    if (command.kind === SENSOR_KINDS.none) return ACK_RESULTS.ok;
    const sensor = this.#createSensor(command, nowS);
    if (!sensor) return ACK_RESULTS.badKind;
    this.#slots.set(command.slot, { command, sensor, seq: 0, isFailed: false, hasGap: false });
    return ACK_RESULTS.ok;
  }

  /** True time of the next reading; Infinity without any sensor. */
  nextDueUs(): number {
    return this.#nextSlot()?.sensor.peekAtUs() ?? Number.POSITIVE_INFINITY;
  }

  /** All readings up to now, in the order of their conversions. They are not sent while the host is silent. */
  takeDue(trueUs: number, isHostAlive: boolean): NumberedReading[] {
    const due: NumberedReading[] = [];
    for (;;) {
      const slot = this.#nextSlot();
      if (!slot || slot.sensor.peekAtUs() > trueUs) return due;
      const { atUs, raw, flags, missing } = slot.sensor.next();
      const isTooOld = trueUs - atUs > CATCH_UP_US;
      if (isTooOld) this.samplesDropped++;
      if (isTooOld || !isHostAlive || slot.isFailed) {
        slot.hasGap = true;
        continue;
      }
      const seq = slot.seq;
      slot.seq = (seq + 1) & 0xffff;
      if (missing) continue;
      due.push({ slot: slot.command.slot, seq, atUs, raw, flags: slot.hasGap ? flags | SAMPLE_FLAGS.afterGap : flags });
      slot.hasGap = false;
    }
  }

  #nextSlot(): Slot | undefined {
    let next: Slot | undefined;
    for (const slot of this.#slots.values()) {
      if (!next || slot.sensor.peekAtUs() < next.sensor.peekAtUs()) next = slot;
    }
    return next;
  }
}

const isSame = (a: Decoded<'CONFIGURE'>, b: Decoded<'CONFIGURE'>) =>
  JSON.stringify({ ...a, seq: 0 }) === JSON.stringify({ ...b, seq: 0 });
