export type { AccessPort, Client, DemoPort, Granted, Person } from './access-port.ts';
export { anonymiseSnapshot } from './anonymise.ts';
export { buildWeb } from './build-web.ts';
export type * from './floor-port.ts';
export { type Actor, type Identity, VISITOR } from './identity.ts';
export { LogInThrottle, tooManyTries } from './log-in/log-in-throttle.ts';
export { hashSecret, verifySecret } from './log-in/secret-hash.ts';
export { checkSecret } from './log-in/secret-policy.ts';
export type * from './member-ports.ts';
export { isIn, isNetwork, networks } from './networks.ts';
export type * from './page-query.ts';
export type * from './plan-ports.ts';
export type {
  CalibrationPort,
  CalibrationRefusal,
  HistoryPort,
  Painted,
  SampleSubscription,
  StationPort,
} from './ports.ts';
export { ProblemError, problemOf } from './problems.ts';
export { HIDDEN, hidePassword } from './redact.ts';
