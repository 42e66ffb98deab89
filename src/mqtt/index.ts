export { BayPublisher, type BayPublisherOptions } from './bay-publisher.ts';
export { type EmbeddedBroker, startEmbeddedBroker } from './broker.ts';
export type { OwnTopics } from './broker-rights.ts';
export { discoveryOf, noDiscovery } from './home-assistant.ts';
export type { OutboxPort } from './outbox-drain.ts';
export { probeBroker } from './probe.ts';
