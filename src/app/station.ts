/** The whole station: bays, database, broker, MQTT and web, started and stopped in the order that loses nothing. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Clock, isoNow, systemClock } from '../common/clock.ts';
import { alertText } from '../contracts/alerts.ts';
import type { SetDetail } from '../contracts/http.ts';
import { DEFAULT_TIMES } from '../members/presence-state.ts';
import type { EmbeddedBroker } from '../mqtt/index.ts';
import type { OpenSerial } from '../readers/index.ts';
import { BoardPace } from '../rig/board-pace.ts';
import { lockFolder, makeFolderPrivate, type Store, StoreError } from '../store/index.ts';
import { buildWeb, type DemoPort } from '../web/index.ts';
import { Bay } from './bay/bay.ts';
import { ClassMode } from './bay/class-mode.ts';
import { LiveHub } from './bay/live-hub.ts';
import { UndoLast } from './bay/undo-last.ts';
import { createReaders, everyReader, logReaders, type Readers } from './card-readers.ts';
import { ClockEvidence, readTime, type TimeSource } from './clock-evidence.ts';
import { ClockWatch } from './clock-watch.ts';
import type { LoadedConfig } from './config/config.ts';
import { listen, shownHost } from './listen.ts';
import type { LogTail } from './log-tail.ts';
import { machinePort } from './machine-port.ts';
import { createMetrics } from './metrics.ts';
import { presencePort } from './people/bay-presence.ts';
import { MemberSide } from './people/people.ts';
import type { LiftEvent } from './people/presence/presence-bay.ts';
import { PresenceService } from './people/presence/presence-service.ts';
import { remotePresence } from './people/presence/remote-presence.ts';
import { machineAddresses, originOf, type PhoneAddress, phoneAddress } from './phone-address.ts';
import type { AlertMail } from './publish/mail/alert-mail.ts';
import type { Publishing } from './publish/publishing.ts';
import type { AlertPush } from './publish/push/alert-push.ts';
import type { WebhookDelivery } from './publish/webhooks/webhook-delivery.ts';
import { webhooksPort } from './publish/webhooks/webhooks-port.ts';
import { Screens } from './screens.ts';
import type { UpdatePlace } from './service/page-updates.ts';
import { StartGate } from './start-gate.ts';
import { StationOutputs } from './station-outputs.ts';
import { type StationParts, tooSlow } from './station-parts.ts';
import { calibrationPort, historyPort, stationPort } from './station-port.ts';
import { isOwnFolder } from './storage/data-folder.ts';
import type { NewChange } from './storage/new-change.ts';
import { openDatabase } from './storage/open-database.ts';
import { Redating } from './storage/redating.ts';
import { orProblem } from './storage/store-problems.ts';
import { Upkeep } from './storage/upkeep.ts';
import { WriteQueue, type WriteQueueStatus } from './storage/write-queue.ts';
import type { Uplink } from './uplink/uplink.ts';
import { version } from './version.ts';
import { certificateFault, readWebTls } from './web-tls.ts';

interface StationOptions {
  loaded: LoadedConfig;
  /** Folder of the built dashboard; null: the API alone. */
  dashboardDir: string | null;
  logger: Logger;
  /** The last lines of the log, for the page of an admin; left out: it shows none. */
  logTail?: LogTail;
  /** Opens the ports of card readers; left out: real serial ports. */
  openReader?: OpenSerial;
  /** The simulated people, as whom a visitor may see the demo; left out: this is no demo. */
  demo?: DemoPort;
  /** Ends the process so that it is started again; left out: nothing would start it. */
  restart?: () => void;
  /** Where the page finds and leaves packages; left out: as this machine has it. */
  updatePlace?: UpdatePlace;
  /** Left out: that of the machine. */
  clock?: Clock;
  /** Whether the operating system says that its clock is right; left out: it is asked. */
  readTime?: () => Promise<TimeSource>;
}

interface Addresses {
  /** The page, such as http://127.0.0.1:8080 */
  page: string;
  phones: PhoneAddress;
  /** The broker, such as mqtt://127.0.0.1:1883; null when MQTT is off. */
  broker: string | null;
  /** Address of a file that makes the browser of this machine the bay screen; null when there is none. */
  screen: string | null;
  /** Makes the first admin; null when there is one, or the database can't be read. */
  setUpCode: string | null;
}

/** How long the last writes may take when the station stops: one in progress and one more, on a disk of 0.5 s a sync. */
const FLUSH_MS = 1200;

export class Station implements StationParts {
  readonly bays: readonly Bay[];
  readonly pace: BoardPace;
  readonly readers: Readers;
  readonly writeQueue: WriteQueue;
  readonly presence: PresenceService;
  readonly members: MemberSide;
  readonly upkeep: Upkeep;
  readonly redating: Redating;
  readonly screens: Screens;
  readonly classMode: ClassMode;
  readonly hub = new LiveHub();
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly startedMs: number;
  readonly #options: StationOptions;
  readonly #clockEvidence: ClockEvidence;
  readonly #gate = new StartGate();
  readonly #outputs: StationOutputs;
  #web: FastifyInstance | null = null;
  #started: Promise<void> = Promise.resolve();
  #isStopping = false;
  #hasStarted = false;
  /** Parts of the data that have vanished, or don't belong together, at the latest opening. */
  #mismatch: StoreError | null = null;
  /** Lets another station have the folder of the data. */
  #unlock = () => {};

  constructor(options: StationOptions) {
    this.#options = options;
    const { loaded, logger } = options;
    const { config, dataDir } = loaded;
    const system = options.clock ?? systemClock;
    const { readTime: read = readTime } = options;
    const trustsClock = config.members.retentionTrustsClock;
    const evidence = (this.#clockEvidence = new ClockEvidence({ clock: system, trustsClock, read }));
    this.clockWatch = new ClockWatch({
      clock: system,
      logger,
      evidence,
      onStep: (byMs, fromMs) => this.#clockStepped(byMs, fromMs),
      onKnown: (byMs, sinceMs) => this.#clockKnown(byMs, sinceMs),
    });
    const { clock } = this.clockWatch;
    this.clock = clock;
    this.startedMs = clock.monoMs();
    this.screens = new Screens(clock);
    this.writeQueue = new WriteQueue({
      logger,
      open: () => this.#openDatabase(),
      onStatus: (status) => this.#storageChanged(status),
    });
    const store = () => this.writeQueue.store;
    const undo = new UndoLast({ store, clock, corrected: (detail) => this.#corrected(detail) });
    this.readers = createReaders(config, options.openReader, clock);
    logReaders(this.readers, logger);
    const pace = (this.pace = new BoardPace(clock));
    pace.on('slow', (isSlow) => this.#speedChanged(isSlow));
    this.bays = config.bays.map(
      (bay) =>
        new Bay({
          config: bay,
          site: config.site,
          hub: this.hub,
          clock,
          isTimeUncertain: () => this.clockWatch.isUncertain,
          pace,
          logger,
          persist: (change) => this.#persist(change, bay.id),
          store,
          undo: (place) => undo.press(place),
        }),
    );
    const { bays, readers } = this;
    this.classMode = new ClassMode(bays, clock);
    this.#outputs = new StationOutputs({ loaded, bays, writeQueue: this.writeQueue, clock, logger });
    this.upkeep = new Upkeep({
      retentionDays: config.members.retentionDays ?? null,
      mayDeleteMost: config.members.retentionDeletesMost,
      store,
      clock,
      isSynchronized: async () => (await read()).synchronized,
      trustsClock,
      lastStep: () => this.clockWatch.last,
      logger,
    });
    this.redating = new Redating({
      store,
      written: () => this.writeQueue.append({}),
      redated: (detail) => this.#corrected(detail),
      logger,
    });
    for (const bay of bays) bay.on('lift', (event) => this.#timeSets(bay, event));
    this.presence = new PresenceService({
      site: config.site,
      zone: config.zone,
      dataDir,
      times: { ...DEFAULT_TIMES, idleMs: config.members.idleLogoutS * 1000 },
      bays,
      readers,
      store,
      clock,
      logger,
    });
    this.members = new MemberSide({
      loaded,
      store,
      clock,
      startedMs: this.startedMs,
      webhooks: webhooksPort(store, config.webhooks.networks, clock),
      ...machinePort({ bays, config, clock, logger }),
      updatePlace: options.updatePlace,
      phoneOrigin: () => originOf(this.phoneAddress()),
      classMode: this.classMode,
      onAlarm: (text) => this.#logInsFail(text),
      presence: presencePort({
        source: this.presence,
        store,
        clock,
        snapshot: (id) => this.#bay(id)?.snapshot(),
        endSet: async (id) => this.#bay(id)?.endSet() ?? false,
        onMembersChanged: () => this.presence.read(),
        onCorrected: (detail) => this.#corrected(detail),
      }),
      onCorrected: (detail) => this.#corrected(detail),
      onMembersChanged: () => {
        void this.presence.read();
        this.#outputs.membersChanged();
      },
      logTail: options.logTail ?? null,
      restart: options.restart ?? null,
      logger,
    });
  }

  get loaded(): LoadedConfig {
    return this.#options.loaded;
  }

  get config() {
    return this.loaded.config;
  }

  get publishing(): Publishing | null {
    return this.#outputs.publishing;
  }

  /** Null: no hub is configured, or the station is not paired with it. */
  get uplink(): Uplink | null {
    return this.#outputs.uplink;
  }

  get broker(): EmbeddedBroker | null {
    return this.#outputs.broker;
  }

  get webhooks(): WebhookDelivery {
    return this.#outputs.webhooks;
  }

  get alertMail(): AlertMail {
    return this.#outputs.alertMail;
  }

  get alertPush(): AlertPush {
    return this.#outputs.alertPush;
  }

  phoneAddress(): PhoneAddress {
    const listening = this.#web?.server.address() as { port: number } | null | undefined;
    return phoneAddress({ ...this.config.web, ...(listening && { port: listening.port }) }, machineAddresses());
  }

  /** @throws Error that says what to do when a port is taken, or the data don't belong together. Everything else may be absent and come later. */
  start(): Promise<Addresses> {
    const started = this.#start();
    this.#started = started.then(
      () => undefined,
      () => undefined,
    );
    return started;
  }

  async #start(): Promise<Addresses> {
    try {
      this.#web = await this.#listen();
      // Only once the port is ours: a station started twice by mistake must not take the running one's set for a left one.
      this.#unlock = lockFolder(this.loaded.dataDir);
      this.#closeFolder();
      await this.#clockEvidence.start();
      await this.writeQueue.start();
      if (this.#mismatch) throw this.#mismatch;
      // Who this station is, is known now.
      const broker = await this.#outputs.startMqtt(remotePresence(this.members.access, this.presence));
      const { port } = this.#web.server.address() as { port: number };
      const { host, tls, publicUrl } = this.config.web;
      const page = `${tls ? 'https' : 'http'}://${shownHost(host)}:${port}`;
      // The browser of this machine compares the certificate with the name in the address.
      const setUpCode = await this.members.start(tls && publicUrl ? publicUrl : page);
      await this.presence.start();
      await Promise.all(this.bays.map((bay) => bay.calibrator.load()));
      this.publishing?.storeIsThere();
      this.#gate.open();
      for (const bay of this.#isStopping ? [] : this.bays) bay.start();
      if (!this.#isStopping) for (const reader of everyReader(this.readers)) reader.start();
      if (!this.#isStopping) this.clockWatch.start();
      if (!this.#isStopping) void this.upkeep.start();
      if (!this.#isStopping) this.webhooks.start();
      if (!this.#isStopping) this.alertMail.start();
      if (!this.#isStopping) this.alertPush.start();
      if (!this.#isStopping) this.members.backups.start();
      if (!this.#isStopping) await this.#outputs.startUplink(this);
      this.#hasStarted = true;
      return { page, phones: this.phoneAddress(), broker, screen: this.members.screen, setUpCode };
    } catch (error) {
      this.#gate.open();
      await this.#end();
      throw error;
    }
  }

  /**
   * Settles and keeps the sets in progress, sends what can be sent, says offline, and ends; within 2 s.
   * @returns empty, or what could not be kept and why
   */
  async stop(): Promise<string> {
    this.#isStopping = true;
    if (!this.#hasStarted) this.writeQueue.giveUpOpening();
    await this.#started; // what is half begun can't be ended
    return this.#end();
  }

  async #end(): Promise<string> {
    this.presence.stop();
    this.classMode.stop();
    this.clockWatch.stop();
    this.upkeep.stop();
    this.redating.stop();
    await Promise.all([...everyReader(this.readers), ...this.bays].map((part) => part.stop()));
    this.members.backups.stop();
    const left = await this.writeQueue.flush(FLUSH_MS);
    await this.#outputs.stop();
    const { reason } = this.writeQueue.status;
    await Promise.all([this.#web?.close(), this.#outputs.stopBroker(), this.writeQueue.close()]);
    this.#unlock();
    return left === 0 ? '' : `${left} changes could not be kept: ${reason || 'the disk was too slow'}`;
  }

  #bay(id: string): Bay | undefined {
    return this.bays.find(({ config }) => config.id === id);
  }

  /** A correction is announced by rows of the outbox, as any change of a set is. */
  #corrected(detail: SetDetail): void {
    this.#bay(detail.set.bay)?.corrected(detail);
    this.#outputs.announce(detail.set.bay, true);
  }

  #persist(change: NewChange, bay: string): Promise<void> {
    const durable = this.writeQueue.append(change);
    if (!change.outbox && !change.corrections) return durable;
    if (this.writeQueue.status.failing) this.publishing?.wake(bay); // it is offered from memory
    const hasSets = change.corrections !== undefined || change.outbox?.some(({ topic }) => topic === 'set');
    return durable.then(() => this.#outputs.announce(bay, hasSets));
  }

  /** What is shown and written from now on uses the new wall clock. */
  #clockStepped(byMs: number, fromMs: number): void {
    this.presence.rebase(byMs);
    for (const bay of this.bays) bay.rebase(byMs, fromMs);
    this.classMode.rebase(byMs);
  }

  /** Ended sets are moved in the database, all of them. */
  #clockKnown(byMs: number, sinceMs: number | null): void {
    if (sinceMs === null) return;
    this.#clockStepped(byMs, Number.POSITIVE_INFINITY);
    void this.redating.run(sinceMs, byMs);
  }

  #timeSets({ config: { id }, measuring }: Bay, event: LiftEvent): void {
    const { set } = event.kind === 'settled' ? event : measuring.board;
    if (set && event.kind === 'set-began') this.clockWatch.setBegan(id, set.startedAt);
    if (set?.endedAt && event.kind === 'settled') this.clockWatch.setEnded(id, set.startedAt, set.endedAt);
  }

  /** It is about the whole station; the first bay stands for it. */
  #logInsFail(text: string | null): void {
    const [bay] = this.bays;
    if (text === null) bay?.clear('log-ins-failing');
    else bay?.raise({ kind: 'log-ins-failing', params: {} }, 'warning', text);
  }

  #speedChanged(isSlow: boolean): void {
    const alert = tooSlow(this.bays.length);
    this.#options.logger.warn(isSlow ? alertText(alert) : 'This computer keeps up with its bays again.');
    for (const bay of this.bays) {
      if (isSlow) bay.raise(alert, 'error');
      else bay.clear(alert.kind);
    }
  }

  #storageChanged({ failing, reason }: WriteQueueStatus): void {
    // A database that was given up because the station ends is no trouble to report, and the alert could not be kept either.
    if (this.#isStopping && !this.#hasStarted) return;
    for (const bay of this.bays) {
      if (reason !== '') bay.raise({ kind: 'storage-failing', params: {} }, 'error', reason);
      else bay.clear('storage-failing');
      if (!failing) void bay.calibrator.load();
      this.publishing?.wake(bay.config.id);
    }
    if (failing) return;
    const active = this.bays.flatMap((bay) => bay.alerts.map(({ id }) => id));
    void orProblem(() => this.writeQueue.store.alerts.endOthers(active, isoNow(this.clock))).catch(() => undefined);
    this.publishing?.wakeAll();
    void this.members.load();
    void this.presence.read();
  }

  /** Other users of this computer must not read what is kept of people. */
  #closeFolder(): void {
    const open = makeFolderPrivate(this.loaded.dataDir, isOwnFolder(this.loaded));
    if (open.length > 0)
      this.#options.logger.warn(
        `other users of this computer can use the data: ${open.join(', ')}; see npx lockout doctor`,
      );
  }

  async #openDatabase(): Promise<Store> {
    this.#mismatch = null;
    try {
      const store = await openDatabase(this.loaded, this.config.mqtt.url !== 'none', this.#options.logger);
      this.clockWatch.begin(await store.upkeep.newestTime());
      return store;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'mismatch') this.#mismatch = error;
      throw error;
    }
  }

  async #listen(): Promise<FastifyInstance> {
    const { web } = this.config;
    const tls = readWebTls(this.loaded);
    const fault = tls && certificateFault(tls.cert, this.clock.wallMs());
    if (fault) this.#options.logger.warn(fault);
    const app = await buildWeb({
      station: stationPort(this),
      history: historyPort(this),
      calibration: calibrationPort(this),
      metrics: createMetrics(this),
      access: this.members.access,
      demo: this.#options.demo ?? null,
      memberPorts: this.members.ports,
      phoneOrigin: () => originOf(this.phoneAddress()),
      config: this.config,
      version,
      dashboardDir: this.#options.dashboardDir,
      logger: this.#options.logger,
      started: this.#gate.opened,
      tls,
    });
    await listen(app, web);
    return app;
  }
}
