/** Models of the real parts: raw readings with the noise, lag and faults that the recordings show. */

export { createLoadCell } from './load-cell.ts';

export { createRangefinder } from './rangefinder.ts';
export type { Reading, SensorFault, SensorModel } from './sensor.ts';
export { READING_FLAGS, SENSOR_FAULTS } from './sensor.ts';
