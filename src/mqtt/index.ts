export { BayPublisher, type BayPublisherOptions } from './bay-publisher.ts';
export { type EmbeddedBroker, startEmbeddedBroker } from './broker.ts';
export { discoveryOf, noDiscovery } from './home-assistant.ts';
export { probeBroker } from './probe.ts';
