/** Everything about people behind the web: who is who, members, corrections, what an admin does. */
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { isoNow } from '../common/clock.ts';
import type { SetDetail } from '../contracts/http.ts';
import { backUp, SCHEMA_VERSION } from '../store/index.ts';
import type { MemberPorts, PresencePort } from '../web/index.ts';
import { AccessService } from './access/access-service.ts';
import { writeLocalKey } from './access/credentials.ts';
import { DEFAULT_FILE } from './config.ts';
import { exportMember } from './exports/export-member.ts';
import type { LogTail } from './log-tail.ts';
import { administrationPort } from './member-administration.ts';
import { correctionsPort } from './member-corrections.ts';
import { memberHistoryPort } from './member-history.ts';
import { MemberService } from './member-service.ts';
import type { StationParts } from './station-parts.ts';
import { orProblem } from './store-problems.ts';
import { version } from './version.ts';
import { webhooksPort } from './webhooks/webhooks-port.ts';

export interface MemberSideOptions {
  station: StationParts;
  presence: PresencePort;
  /** A stored set is not what it was: pages and MQTT must hear of it. */
  onCorrected: (detail: SetDetail) => void;
  /** Members or cards are not what they were: whoever has them in memory reads them anew. */
  onMembersChanged: () => void;
  logTail: LogTail | null;
  logger: Logger;
}

export class MemberSide {
  readonly access: AccessService;
  readonly ports: MemberPorts;
  readonly #options: MemberSideOptions;

  constructor(options: MemberSideOptions) {
    this.#options = options;
    const { station, logger, onMembersChanged, onCorrected, presence, logTail } = options;
    const { loaded, writeQueue, clock, startedMs } = station;
    const store = () => writeQueue.store;
    this.access = new AccessService({
      store,
      localScreen: loaded.config.web.localScreen,
      onFault: (what, error) => logger.warn({ err: error }, what),
    });
    this.ports = {
      presence,
      members: new MemberService({ store, clock, access: this.access, onChanged: onMembersChanged }),
      memberHistory: memberHistoryPort({
        store,
        exportMember: (id, format, day) => exportMember(store(), id, format, day, clock),
      }),
      corrections: correctionsPort({ store, clock, onCorrected }),
      webhooks: webhooksPort(store, clock),
      administration: administrationPort({
        store,
        loaded,
        defaultFile: resolve(process.env.LOCKOUT_CONFIG ?? DEFAULT_FILE),
        logTail,
        clock,
        startedMs,
        backUp: (target) => backUp(dataFiles(loaded.dataDir), target, version),
        schemaVersion: SCHEMA_VERSION,
        boards: () =>
          station.bays.map(({ config, board, boardStatus }) => ({
            bay: config.id,
            state: board.state,
            firmware: boardStatus?.firmware ?? null,
          })),
      }),
      idempotency: {
        begin: (scope, key, hash) => orProblem(() => store().idempotency.begin(scope, key, hash, isoNow(clock))),
        finish: (scope, key, status, body) => orProblem(() => store().idempotency.finish(scope, key, status, body)),
        release: (scope, key) => orProblem(() => store().idempotency.release(scope, key)),
      },
    };
  }

  /** Once the database was opened. @returns the set-up code of the first admin to print; null: there is an admin, or nobody can tell */
  async start(): Promise<string | null> {
    return (await this.load()) ? this.access.newSetUpCode().catch(() => null) : null;
  }

  /** Also when the database is back. @returns whether an admin is missing */
  async load(): Promise<boolean> {
    const { logger, station } = this.#options;
    try {
      writeLocalKey(station.loaded.dataDir, this.access.localKey);
    } catch (error) {
      logger.warn({ err: error }, 'the command line needs a token: the key for it could not be written');
    }
    try {
      return await this.access.load();
    } catch (error) {
      logger.warn({ err: error }, 'whether there is an admin is not known yet');
      return false;
    }
  }
}

export const dataFiles = (dataDir: string) => ({
  file: join(dataDir, 'lockout.sqlite'),
  keyFile: join(dataDir, 'card.key'),
});
