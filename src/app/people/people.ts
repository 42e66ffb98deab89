/** Everything about people behind the web: who is who, members, corrections, what an admin does. */
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../../common/clock.ts';
import type { FlashRequest, FlashState } from '../../contracts/flash.ts';
import type { SetDetail } from '../../contracts/http.ts';
import { backUp, SCHEMA_VERSION, type Store } from '../../store/index.ts';
import { type Actor, type MemberPorts, type PresencePort, ProblemError, type WebhooksPort } from '../../web/index.ts';
import { casesPort } from '../cases/cases-port.ts';
import { DEFAULT_FILE, type LoadedConfig } from '../config/config.ts';
import type { LogTail } from '../log-tail.ts';
import { PageUpdates, type UpdatePlace } from '../service/page-updates.ts';
import { Backups } from '../storage/backups.ts';
import { dataFiles } from '../storage/data-folder.ts';
import { orProblem } from '../storage/store-problems.ts';
import { version } from '../version.ts';
import { AccessService } from './access/access-service.ts';
import { writeLocalKey } from './access/credentials.ts';
import { deviceKey } from './access/known-devices.ts';
import { removeScreenPage, writeScreenPage } from './access/screen-page.ts';
import { type AdministrationOptions, administrationPort } from './administration.ts';
import { recordAuditEvent } from './audit-event.ts';
import { correctionsPort } from './corrections.ts';
import { exportMember } from './exports/export-member.ts';
import { type ClassStarter, floorPort } from './floor.ts';
import { memberHistoryPort } from './history.ts';
import { importsPort } from './imports/imports.ts';
import { MemberService } from './members.ts';
import { gymDays } from './plans/days.ts';
import { plansPort } from './plans/plans.ts';
import { CardBook } from './presence/card-book.ts';

interface MemberSideOptions {
  loaded: LoadedConfig;
  /** @throws Error that says why the database isn't there */
  store: () => Store;
  clock: Clock;
  /** On the monotonic axis. */
  startedMs: number;
  presence: PresencePort;
  webhooks: WebhooksPort;
  boards: AdministrationOptions['boards'];
  serialPorts: AdministrationOptions['serialPorts'];
  machine: AdministrationOptions['machine'];
  /** Ends the process of a board and starts it again; false: in mid-set, null: no such bay. */
  restartBoard: (bay: string) => Promise<boolean | null>;
  /** Writes the firmware of a bay's board. */
  flasher: {
    state(bay: string): FlashState;
    start(bay: string, request: FlashRequest): Promise<FlashState>;
  };
  phoneOrigin: AdministrationOptions['phoneOrigin'];
  updatePlace: UpdatePlace | undefined;
  classMode: ClassStarter;
  /** Someone tries secrets; null: no more. */
  onAlarm: (text: string | null) => void;
  /** A stored set is not what it was: pages and MQTT must hear of it. */
  onCorrected: (detail: SetDetail) => void;
  /** Members or cards are not what they were: what is held in memory is read again. */
  onMembersChanged: () => void;
  logTail: LogTail | null;
  /** Ends the process so that it is started again; null: nothing would start it. */
  restart: (() => void) | null;
  logger: Logger;
}

export class MemberSide {
  readonly access: AccessService;
  readonly ports: MemberPorts;
  readonly backups: Backups;
  readonly #options: MemberSideOptions;
  /** Opened by the browser of this machine, it makes that the bay screen; null: there is none. */
  screen: string | null = null;

  constructor(options: MemberSideOptions) {
    this.#options = options;
    const { loaded, store, clock, startedMs, logger, onMembersChanged, onCorrected, presence, webhooks, logTail } =
      options;
    const audit = (kind: string, actor: Actor, after: object) =>
      recordAuditEvent(store, isoNow(clock), { kind, actor, after });
    const { backup, zone } = loaded.config;
    const days = gymDays(zone);
    this.backups = new Backups({
      ...backup,
      folder: resolve(loaded.dataDir, backup.folder),
      dataDir: loaded.dataDir,
      make: (target) => backUp(dataFiles(loaded.dataDir), target, version),
      clock,
      logger,
    });
    let signing: Buffer | null = null;
    const cardHashes = new CardBook(loaded.dataDir);
    this.access = new AccessService({
      store,
      onFault: (what, error) => logger.warn({ err: error }, what),
      deviceKey: () => (signing ??= deviceKey(loaded.dataDir)),
      clock,
      onAlarm: options.onAlarm,
    });
    this.ports = {
      presence,
      members: new MemberService({ store, clock, days, access: this.access, onChanged: onMembersChanged }),
      memberHistory: memberHistoryPort({
        store,
        days,
        exportMember: (id, query) => exportMember(store(), id, query, days, clock),
      }),
      corrections: correctionsPort({ store, clock, onCorrected }),
      cases: casesPort({ store, clock, version }),
      webhooks,
      administration: administrationPort({
        store,
        loaded,
        defaultFile: resolve(process.env.LOCKOUT_CONFIG ?? DEFAULT_FILE),
        logTail,
        clock,
        startedMs,
        backUp: (target) => backUp(dataFiles(loaded.dataDir), target, version),
        schemaVersion: SCHEMA_VERSION,
        phoneOrigin: options.phoneOrigin,
        boards: options.boards,
        serialPorts: options.serialPorts,
        machine: options.machine,
        async restartBoard(bay, actor) {
          const isDone = await options.restartBoard(bay);
          if (isDone === null) throw new ProblemError('no-such-bay', { bay });
          if (!isDone) throw new ProblemError('in-set', { bay });
          await audit('board-restarted', actor, { bay });
        },
        flashState: (bay) => options.flasher.state(bay),
        async flashBoard(bay, request, actor) {
          const begun = await options.flasher.start(bay, request);
          await audit('board-flashed', actor, { bay, board: request.board });
          return begun;
        },
      }),
      planning: plansPort({ store, clock, days, onChanged: onMembersChanged }),
      imports: importsPort({
        store,
        clock,
        hashOf: (uid) => cardHashes.hashOf(uid),
        hashesOf: (uid) => cardHashes.hashesOf(uid),
        onChanged: onMembersChanged,
      }),
      floor: floorPort({ store, clock, config: loaded.config.floor, classMode: options.classMode }),
      async alertLog(query) {
        const { items, next } = await orProblem(() => store().alerts.page(query));
        return { alerts: items, next };
      },
      backups: {
        state: () => ({ ...this.backups.state, restarts: options.restart !== null }),
        make: async (actor) => {
          const made = await this.backups.make();
          await audit('backup-made', actor, { file: made.fileName });
          return made;
        },
        check: (fileName) => this.backups.check(fileName),
        download: async (fileName, actor) => {
          const file = this.backups.read(fileName);
          await audit('backup-downloaded', actor, { file: fileName });
          return file;
        },
        upload: async (piece, body, actor) => {
          const answer = await this.backups.upload(piece, body);
          if (answer.backup) await audit('backup-uploaded', actor, { file: answer.backup.fileName });
          return answer;
        },
        restore: async (fileName, actor) => {
          await this.backups.restore(fileName);
          await audit('restore-planned', actor, { file: fileName });
          options.restart?.();
          return { restarts: options.restart !== null };
        },
        restart: async (actor) => {
          if (options.restart === null) throw new ProblemError('not-restarted', {});
          await audit('restarted', actor, {});
          options.restart();
          return { restarts: true };
        },
      },
      updates: new PageUpdates({
        place: options.updatePlace,
        dataDir: loaded.dataDir,
        ownNetworks: loaded.config.webhooks.networks,
        audit,
      }),
      idempotency: {
        begin: (scope, key, hash) => orProblem(() => store().idempotency.begin(scope, key, hash, isoNow(clock))),
        finish: (scope, key, status, body) => orProblem(() => store().idempotency.finish(scope, key, status, body)),
        release: (scope, key) => orProblem(() => store().idempotency.release(scope, key)),
      },
    };
  }

  /**
   * Once the database was opened.
   * @param page address of the page
   * @returns the set-up code of the first admin to print; null: there is an admin, or it is unknown
   */
  async start(page: string): Promise<string | null> {
    this.#writeScreenPage(page);
    return (await this.load()) ? this.access.newSetUpCode().catch(() => null) : null;
  }

  #writeScreenPage(page: string): void {
    const { logger, loaded } = this.#options;
    const { dataDir, config } = loaded;
    try {
      if (!config.web.localScreen) {
        removeScreenPage(dataDir);
        return;
      }
      const { address, key } = writeScreenPage(dataDir, page);
      this.screen = address;
      this.access.screenKey = key;
    } catch (error) {
      logger.warn(
        { err: error },
        'the browser of this machine is paired by a code only: screen.html cannot be written',
      );
    }
  }

  /** Also when the database is back. @returns whether an admin is missing */
  async load(): Promise<boolean> {
    const { logger, loaded } = this.#options;
    try {
      writeLocalKey(loaded.dataDir, this.access.localKey);
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
