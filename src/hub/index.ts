export { rightsPlugin, writeBrokerFiles } from './broker-files.ts';
export { examineHub, type HubFinding, type HubFindingCode } from './doctor.ts';
export { Hub, openHubParts } from './hub.ts';
export { hasMosquitto, INSTALL_MOSQUITTO, PrivateMosquitto } from './private-mosquitto.ts';
export { PrivatePostgres, postgresBinaries } from './private-postgres.ts';
export { chainStatus } from './status.ts';
