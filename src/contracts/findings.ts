/** What the doctor looks at, and every fault it can find: what it means and what to do. hardware.md's table is made from it. */
import { boardFaults } from './findings/board-faults.ts';
import { computerFaults } from './findings/computer-faults.ts';
import { machineFaults } from './findings/machine-faults.ts';
import { sensorFaults } from './findings/sensor-faults.ts';

export { CHECKS, type CheckName, type FaultText } from './findings/check.ts';

export const FAULTS = { ...boardFaults, ...sensorFaults, ...computerFaults, ...machineFaults };
export type FaultName = keyof typeof FAULTS;
