/** The messages of a bay over MQTT and on its live stream, one file each. */
export * from './events/alert.ts';
export * from './events/counted.ts';
export * from './events/loads.ts';
export * from './events/parts.ts';
export * from './events/rep.ts';
export * from './events/session.ts';
export * from './events/set.ts';
export * from './events/state.ts';
