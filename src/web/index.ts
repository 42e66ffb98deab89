export type { AccessPort, Client, DemoPort, Granted, Person } from './access-port.ts';
export { addressKey } from './address-key.ts';
export { buildWeb } from './build-web.ts';
export type * from './floor-port.ts';
export { type Actor, type Identity, VISITOR } from './identity.ts';
export type * from './member-ports.ts';
export { isIn, isNetwork, networks } from './networks.ts';
export type * from './page-query.ts';
export type * from './plan-ports.ts';
export type {
  CalibrationPort,
  CalibrationRefusal,
  HistoryPort,
  SampleSubscription,
  StationPort,
} from './ports.ts';
export { ProblemError, problemOf } from './problems.ts';
export { HIDDEN, hidePassword } from './redact.ts';
