export { Hub, type HubOptions, openHubParts } from './hub.ts';
export { PrivatePostgres, postgresBinaries } from './private-postgres.ts';
export { type ChainStatus, chainStatus } from './status.ts';
