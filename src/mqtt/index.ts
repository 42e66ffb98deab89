export { BayPublisher, type BayPublisherOptions, type BayPublisherStats } from './bay-publisher.ts';
export {
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  type EmbeddedBrokerStats,
  startEmbeddedBroker,
} from './broker.ts';
export type { CommandPayload } from './commands.ts';
export type { OutboxPort } from './outbox-drain.ts';
