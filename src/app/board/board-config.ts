/** What a bay's configuration means to its board, and to the core that measures with it. */

import type { BayConfig } from '../../contracts/config.ts';
import type { BoardConfig, OutputPins, SensorConfig } from '../../rig/messages.ts';

/** No pins of its own: the board's I²C pins are fixed. */
const ON_I2C = { pinA: 255, pinB: 255 };

/** Slots of the board: which sensor answers where. */
export const SLOT = { load: 0, distance: 1, loadRight: 2 } as const;

export function boardConfig(bay: BayConfig): BoardConfig {
  const { load, loadRight, distance, board, simulator } = bay;
  const sensors: SensorConfig[] = [];
  if (load.sensor !== 'none') {
    const pins = load.sensor === 'hx711' ? { pinA: load.dataPin, pinB: load.clockPin } : ON_I2C;
    const { rateHz, gain } = load;
    sensors.push({ slot: SLOT.load, role: 'load', kind: load.sensor, rateHz, gain, ...pins, address: 0 });
  }
  if (loadRight) {
    const { dataPin: pinA, clockPin: pinB } = loadRight;
    const { rateHz, gain } = load;
    sensors.push({ slot: SLOT.loadRight, role: 'loadRight', kind: 'hx711', rateHz, gain, pinA, pinB, address: 0 });
  }
  if (distance.sensor !== 'none') {
    const pins = distance.sensor === 'hcsr04' ? { pinA: distance.echoPin, pinB: distance.triggerPin } : ON_I2C;
    const { rateHz } = distance;
    sensors.push({
      slot: SLOT.distance,
      role: 'distance',
      kind: distance.sensor,
      rateHz,
      gain: 0,
      ...pins,
      address: 0,
    });
  }
  const config: BoardConfig = {
    bayId: bay.id,
    port: board.port,
    baud: board.baud,
    sensors,
    outputs: outputPins(bay.outputs),
  };
  if (board.port !== 'simulated') return config;
  return {
    ...config,
    simulator: {
      ...simulator,
      forceMount: load.sensor === 'none' ? 'none' : load.mount,
      looks: distance.looks,
      zeroMm: distance.zeroMm,
      zeroCounts: load.zeroCounts,
      countsPerN: load.countsPerN,
      ...(loadRight ? { loadRight: { slot: SLOT.loadRight, ...spanOf(loadRight) } } : {}),
    },
  };
}

const spanOf = ({ zeroCounts, countsPerN }: { zeroCounts: number; countsPerN: number }) => ({ zeroCounts, countsPerN });

const outputPins = ({ ledPin, buzzerPin, tareButtonPin, undoButtonPin }: BayConfig['outputs']): OutputPins => ({
  ledPin: ledPin ?? null,
  buzzerPin: buzzerPin ?? null,
  tareButtonPin: tareButtonPin ?? null,
  undoButtonPin: undoButtonPin ?? null,
});
