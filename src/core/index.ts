export { analyze, type Collector, createCollector } from './analyze.ts';
export { liveView } from './live-view.ts';
export {
  calibrateForce,
  calibrateHeight,
  type ForceCalibration,
  type HeightCalibration,
} from './signal/calibration.ts';
export { type MicrosState, type UnwrappedMicros, unwrapMicros } from './signal/unwrap.ts';
export { createState, type State } from './state.ts';
export { type Stepped, step } from './step.ts';
export type * from './types.ts';
