export { buildWeb, type WebOptions } from './build-web.ts';
export type { HistoryPort, MetricsPort, SampleSubscription, StationPort } from './ports.ts';
