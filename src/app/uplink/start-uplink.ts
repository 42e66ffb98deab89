/** The way to the hub, as the station has it. Imported only where `hub.url` is set. */
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import { type Clock, isoNow } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import { bootId, type Followed, type Store } from '../../store/index.ts';
import type { MemberPorts } from '../../web/index.ts';
import type { Bay } from '../bay/bay.ts';
import { version } from '../version.ts';
import { ClaimedCards } from './claimed-cards.ts';
import { type CommandPorts, CommandRunner } from './command-runner.ts';
import { controllerHealth } from './controller-health.ts';
import { Follower } from './follower.ts';
import { LiveLink } from './live-link.ts';
import { type LiveListener, LiveSender } from './live-sender.ts';
import { type Paired, readPaired } from './pairing-files.ts';
import { recordingForHub } from './recording-for-hub.ts';
import { Uplink } from './uplink.ts';

/** What of a station follows the hub. */
export interface StationOfHub {
  readonly bays: readonly Bay[];
  readonly clock: Clock;
  readonly presence: {
    read(): Promise<void>;
    claimed(sets: readonly { setId: string; bay: string }[]): Promise<void>;
    readonly taps: { elsewhere: ((hashes: readonly string[]) => Promise<'known' | 'unknown' | 'away'>) | null };
  };
  readonly members: {
    readonly access: { endSessionsOf(memberId: string): Promise<void>; refresh(memberId: string): void };
    readonly ports: Pick<MemberPorts, 'corrections' | 'presence' | 'administration'>;
  };
  readonly publishing: { wakeAll(): void } | null;
  /** everything that happens at its bays */
  readonly hub: { subscribe(listener: LiveListener): () => void };
}

interface UplinkParts {
  url: string;
  dataDir: string;
  controllerId: string;
  station: StationOfHub;
  store: () => Store;
  logger: Logger;
}

/** @returns null: it is not paired, which is logged; everything else goes on */
export function startUplink({ url, dataDir, controllerId, station, store, logger }: UplinkParts): Uplink | null {
  const { bays, clock } = station;
  try {
    const uplink = new Uplink({
      paired: readPaired(dataDir, url),
      dataDir,
      controllerId,
      version,
      bootId: bootId(),
      store,
      bays: () =>
        bays.map((bay) => ({
          bay: bay.config.id,
          name: bay.config.name.slice(0, 60),
          isUp: bay.board.state === 'ok' || bay.board.state === 'degraded',
          isLifting: bay.snapshot().state.set !== null,
        })),
      health: () => controllerHealth(bays, dataDir),
      clock,
      logger,
    });
    const onFollowed = async (followed: Followed) => {
      await takeOver(station, followed);
      uplink.wake();
    };
    const beside = {
      live: liveOf({ station, store, wake: () => uplink.wake(), keys: () => uplink.paired, controllerId, logger }),
      commands: commandsOf({ dataDir, station, store, logger }),
    };
    const claimed = new ClaimedCards({
      store,
      ask: (hashes) => follower.lookUp(hashes),
      onGiven: async (sets) => {
        await station.presence.claimed(sets);
        uplink.wake();
      },
      clock,
    });
    const onHeard = () => claimed.settle();
    const follower: Follower = new Follower({
      paired: () => uplink.paired,
      dataDir,
      store,
      onFollowed,
      onHeard,
      beside,
      clock,
      logger,
    });
    uplink.accompany(follower);
    station.presence.taps.elsewhere = (hashes) => follower.lookUp(hashes);
    uplink.start();
    return uplink;
  } catch (error) {
    logger.error(messageOf(error));
    return null;
  }
}

interface LiveParts {
  station: StationOfHub;
  store: () => Store;
  wake: () => void;
  keys: () => Paired;
  controllerId: string;
  logger: Logger;
}

/** While someone watches, the hub hears at once which bays lift. */
function liveOf({ station: { bays, hub, clock }, store, wake, keys, controllerId, logger }: LiveParts): LiveSender {
  return new LiveSender({
    snapshots: () => bays.map((bay) => bay.snapshot()),
    subscribe: (listener) =>
      hub.subscribe({
        frame: (frame) => listener.frame(frame),
        event(bay, event) {
          listener.event(bay, event);
          if (event.topic === 'state' || event.topic === 'alert') wake();
        },
      }),
    agrees: async (id) => (await store().members.get(id))?.consents.acrossGyms === true,
    link: (onAsked) => new LiveLink({ controllerId, keys: brokerKeys(keys), onAsked, logger }),
    clock,
  });
}

const brokerKeys = (paired: () => Paired) => () => {
  const { ca, cert, key } = paired();
  return { ca, cert, key };
};

interface CommandParts {
  dataDir: string;
  station: StationOfHub;
  store: () => Store;
  logger: Logger;
}

function commandsOf({ dataDir, station, store, logger }: CommandParts): CommandRunner {
  const { bays, clock, members } = station;
  const { corrections, presence, administration } = members.ports;
  const ports: CommandPorts = {
    ...{ corrections, presence, administration },
    endSet: async (id) => bays.find(({ config }) => config.id === id)?.endSet() ?? null,
    recording: (id) => recordingForHub(store(), id),
    audit: async (actor, after) => {
      const row = { id: newId(), at: isoNow(clock), actorId: actor.id, actorRole: actor.role, memberId: null };
      const text = JSON.stringify(after);
      await store().corrections.record({ ...row, kind: 'hub-command', beforeJson: '{}', afterJson: text });
    },
  };
  return new CommandRunner({ dataDir, ports, clock, logger });
}

/** What is held in memory of members is read again. */
async function takeOver({ members, presence, publishing }: StationOfHub, { changed, gone }: Followed): Promise<void> {
  for (const id of [...changed, ...gone]) members.access.refresh(id);
  await presence.read();
  publishing?.wakeAll();
  for (const id of gone) await members.access.endSessionsOf(id);
}
