export { analyze, type Collector, createCollector } from './analyze.ts';
export { estimateLag, type Lag, type LagResult, type TimedValue } from './calibration/lag.ts';
export { judgeScale, type ScaleResult } from './calibration/scale.ts';
export { fitSpan, type MassPoint, type Residual, type Span, type SpanResult } from './calibration/span.ts';
export { judgeStill, type RawReading, type Still, type StillLimits, type StillResult } from './calibration/still.ts';
export { type Swings, startSwings, stepSwings } from './calibration/swings.ts';
export { judgeTravel, type Travel, type TravelResult } from './calibration/travel.ts';
export {
  startZeroWatch,
  type WatchedReading,
  watchZero,
  type ZeroFinding,
  type ZeroWatch,
} from './calibration/zero-watch.ts';
export { liveView } from './live-view.ts';
export { loadsDisagree } from './metrics/disagree.ts';
export {
  estimateOneRepMax,
  HIP_THRUST_MAXIMUM,
  type LoadVelocity,
  type MaximumVelocity,
  type OneRepMax,
} from './metrics/one-rep-max.ts';
export type { ChannelReason, Reason, ReasonKind } from './reasons.ts';
export { learn } from './sets/learned.ts';
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
