import type { Decoded } from '../../firmware-bridge/codec.ts';
import { SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';
import { createLifter, demoLifter, type ForceMount } from './lifter.ts';
import { createLoadCell, createRangefinder, SENSOR_FAULTS, type SensorFault, type SensorModel } from './sensors.ts';
import type { CreateSensor } from './virtual-slots.ts';
import { waitingLifter } from './waiting-lifter.ts';

interface SimulatedRigConfig {
  seed: number;
  massKg: number;
  /** 2 lifts and rests in half the time. */
  timeScale: number;
  forceMount: ForceMount;
  looks: 'up' | 'down';
  /** Distance reading at height 0. */
  zeroMm: number;
  zeroCounts: number;
  countsPerN: number;
  /** The cell at the right end of the bar, by the slot it is read in. */
  loadRight?: { slot: number; zeroCounts: number; countsPerN: number };
}

/** A bar is never loaded quite evenly. */
const RIGHT_SHARE = 0.47;

interface SimulatedRig {
  createSensor: CreateSensor;
  /** The lifter waits once the bar rests, or goes on. */
  wait(isWaiting: boolean): void;
}

/** Makes the sensors of a virtual board that watch one endless demo lifter. */
export function createSimulatedRig(config: SimulatedRigConfig): SimulatedRig {
  const { seed, massKg, timeScale, forceMount } = config;
  const lifter = waitingLifter(createLifter({ ...demoLifter(seed, timeScale).config, massKg, forceMount }));
  const createSensor: CreateSensor = (command, nowS) => {
    const model = createModel(config, command, nowS);
    if (!model) return null;
    const share = shareOf(config, command.slot);
    const felt = share === 1 ? lifter : { ...lifter, forceAt: (tS: number) => share * lifter.forceAt(tS) };
    return {
      peekAtUs: model.peekAtUs,
      next: () => model.nextReading(felt),
      setFault: (name, on) => {
        const fault = knownFault(name);
        // A fault for all slots reaches those that can have it: a load cell has no black mat.
        if (model.faults.includes(fault)) model.setFault(fault, on);
      },
    };
  };
  return { createSensor, wait: lifter.wait };
}

/** What part of the force the cell of a slot feels. */
function shareOf({ loadRight }: SimulatedRigConfig, slot: number): number {
  if (!loadRight) return 1;
  return slot === loadRight.slot ? RIGHT_SHARE : 1 - RIGHT_SHARE;
}

function createModel(config: SimulatedRigConfig, command: Decoded<'CONFIGURE'>, nowS: number): SensorModel | null {
  const { looks, zeroMm, loadRight } = config;
  const { kind, rateHz, slot } = command;
  const { zeroCounts, countsPerN } = slot === loadRight?.slot ? loadRight : config;
  const clock = { rateHz, firstAtS: nowS + 1 / rateHz };
  // Two load cells must not share their noise.
  const seed = config.seed + command.slot;
  const mountHeightMm = looks === 'up' ? -zeroMm : zeroMm;
  switch (kind) {
    case SENSOR_KINDS.hx711:
      return createLoadCell({ model: 'hx711', zeroCounts, countsPerN, ...clock }, seed);
    case SENSOR_KINDS.nau7802:
      return createLoadCell({ model: 'nau7802', zeroCounts, countsPerN, ...clock }, seed);
    case SENSOR_KINDS.vl53l1x:
      return createRangefinder({ model: 'vl53l1x', looks, mountHeightMm, ...clock }, seed);
    case SENSOR_KINDS.vl53l0x:
      return createRangefinder({ model: 'vl53l0x', looks, mountHeightMm, ...clock }, seed);
    case SENSOR_KINDS.hcsr04:
      return createRangefinder({ model: 'hcsr04', looks, mountHeightMm, ...clock }, seed);
    default:
      return null;
  }
}

function knownFault(name: string): SensorFault {
  const fault = SENSOR_FAULTS.find((known) => known === name);
  if (!fault)
    throw new RangeError(`No simulated sensor has the fault "${name}"; there are: ${SENSOR_FAULTS.join(', ')}.`);
  return fault;
}
