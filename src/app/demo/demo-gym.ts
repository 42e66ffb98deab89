/**
 * The demo's members: hold simulated cards to a simulated PN532, which answers the station's reader with the real chip's bytes, between
 * the sets of the simulated lifter. From there on everything is as with real people.
 */
import { on } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isoNow } from '../../common/clock.ts';
import type { DemoRole } from '../../contracts/access.ts';
import { GUEST } from '../../members/presence-state.ts';
import type { OpenSerial } from '../../readers/index.ts';
import { VirtualPn532 } from '../../sim/pn532.ts';
import { type Client, type DemoPort, type Granted, ProblemError } from '../../web/index.ts';
import type { Bay } from '../bay/bay.ts';
import type { AccessService } from '../people/access/access-service.ts';
import type { StationParts } from '../station-parts.ts';
import { demoReaderPort } from './demo-config.ts';
import { writeHistory } from './demo-history.ts';
import { type DemoMember, demoMembers, demoStaff, UNKNOWN_CARD } from './demo-members.ts';

/** A number: that member taps. out: the signed-in member taps. */
type Act = number | 'out' | 'guest' | 'unknown';
/** What is done before the first set and after each one, over and over: two take turns, a third comes, and a guest. */
const SCRIPT: readonly (readonly Act[])[] = [[0], [1], [0], [1], ['unknown', 2], [], ['out', 'guest']];

/** A set has just ended: people get up first. */
const GETS_UP_MS = 1_500;
const HELD_MS = 600;
/** The reader must have seen that the card is gone, before it takes the same one again. */
const AWAY_MS = 1_800;

/** What lets a visitor in. */
interface WithAccess {
  readonly members: { readonly access: Pick<AccessService, 'signInDemo'> };
}

export class DemoGym implements DemoPort {
  readonly #chips = new Map<string, VirtualPn532>();

  readonly openReader: OpenSerial = async (port) => {
    const chip = new VirtualPn532();
    this.#chips.set(port, chip);
    return chip;
  };

  #station: (StationParts & WithAccess) | null = null;
  #lifter: string | null = null;

  /** A visitor sees the demo as one of its people. */
  async signIn(as: DemoRole, client: Client): Promise<Granted> {
    const station = this.#station;
    if (station === null || this.#lifter === null) throw new ProblemError('demo-starting', {});
    const { store } = station.writeQueue;
    const member =
      as === 'lifter' ? await store.members.get(this.#lifter) : await demoStaff(store, as, isoNow(station.clock));
    if (!member) throw new ProblemError('no-such-member', { id: this.#lifter });
    return station.members.access.signInDemo(member, client);
  }

  /** @returns the names of who will tap in. */
  async start(station: StationParts & WithAccess, logger: Logger): Promise<string[]> {
    const { bays, writeQueue, loaded, presence, clock } = station;
    const { site } = loaded.config;
    const at = isoNow(clock);
    let written = Promise.resolve();
    const people: DemoMember[] = [];
    for (const [index, bay] of bays.entries()) {
      const { exercise } = bay.config;
      const members = await demoMembers(writeQueue.store, { dataDir: loaded.dataDir, bay: index, exercise, at });
      people.push(...members);
      const write = () => writeHistory(writeQueue.store, { members, exercise, site, bay: bay.config.id, clock });
      // The page is there before its past is: the start does not wait for it.
      const past = (written = written.then(write));
      void past
        .then(() => this.#live(station, bay, members))
        .catch((error: Error) => {
          logger.warn({ bay: bay.config.id }, `the demo ended: ${error.message}`);
        });
    }
    await presence.read();
    this.#lifter = people[0]?.id ?? null;
    this.#station = station;
    return people.map(({ alias }) => alias);
  }

  async #live(station: StationParts, bay: Bay, members: readonly DemoMember[]): Promise<void> {
    const { id } = bay.config;
    const [reader] = station.readers.get(id) ?? [];
    while (reader?.health.state !== 'ok') await delay(HELD_MS);
    for (let scene = 0; ; scene++) {
      const { memberId } = bay.session.now;
      const isVisitor = memberId !== null && members.every((member) => member.id !== memberId);
      const isEnrolling = station.presence.presence(id).enrolment !== null;
      // The visitor of the demo has this bay to themselves.
      if (!isVisitor && !isEnrolling)
        for (const act of SCRIPT[scene % SCRIPT.length]!) await this.#do(act, station, bay, members);
      await this.#setOver(bay);
      await delay(GETS_UP_MS);
    }
  }

  async #do(act: Act, { presence }: StationParts, bay: Bay, members: readonly DemoMember[]): Promise<void> {
    const { id } = bay.config;
    const present = members.find((member) => member.id === bay.session.now.memberId);
    if (act === 'guest') presence.put(id, GUEST);
    else if (act === 'unknown') await this.#tap(id, UNKNOWN_CARD);
    else if (act !== 'out') {
      const member = members[act]!;
      if (member !== present) await this.#tap(id, member.uid); // after a restart they may be on already
    } else if (present) {
      await this.#tap(id, present.uid);
      if (presence.presence(id).greeting?.result === 'confirm-out') await this.#tap(id, present.uid);
    }
  }

  async #tap(bay: string, uid: string): Promise<void> {
    this.#show(bay, [{ uid }]);
    await delay(HELD_MS);
    this.#show(bay, []);
    await delay(AWAY_MS);
  }

  /** A reader that was opened again is another chip. */
  #show(bay: string, cards: Parameters<VirtualPn532['setCards']>[0]): void {
    this.#chips.get(demoReaderPort(bay))?.setCards(cards);
  }

  async #setOver(bay: Bay): Promise<void> {
    let isInSet = bay.snapshot().state.set !== null;
    for await (const [{ set }] of on(bay, 'state')) {
      if (isInSet && set === null) return;
      isInSet = set !== null;
    }
  }
}
