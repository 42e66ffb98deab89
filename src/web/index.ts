export { buildWeb, type WebOptions } from './build-web.ts';
export type { CalibrationPort, HistoryPort, MetricsPort, SampleSubscription, StationPort } from './ports.ts';
export { ProblemError } from './problems.ts';
