/** A new card for a member over the running station: held to the reader of a bay, or its number typed. */
import { setTimeout as delay } from 'node:timers/promises';
import type { BaySnapshot } from '../contracts/live.ts';
import type { Card } from '../contracts/members.ts';
import type { Tap } from '../contracts/presence.ts';

/** What the enrolment asks the station; paths are below /api/v1. */
interface StationApi {
  get<T>(path: string): Promise<T>;
  send(method: string, path: string, body?: unknown): Promise<Response>;
}

const POLL_MS = 300;

/**
 * @param uid number of the card; null: it is held to the reader of the bay
 * @throws Error that says why the member has no new card
 */
export async function enrolCard(api: StationApi, memberId: string, bay: string, uid: string | null): Promise<Card> {
  const cards = async () => (await api.get<{ cards: Card[] }>(`/members/${memberId}/cards`)).cards;
  const before = new Set((await cards()).map(({ id }) => id));
  const enrolment = `/bays/${bay}/enrolment`;
  await api.send('POST', enrolment, { memberId });
  let why: string;
  if (uid !== null) {
    const response = await api.send('POST', `/bays/${bay}/taps`, { uid, reader: 'command line' });
    const tap = (await response.json()) as Tap;
    why = tap.text;
    if (tap.result !== 'enrolled') await api.send('DELETE', enrolment);
  } else {
    console.error(`Hold the new card to the reader of ${bay} within a minute.`);
    why = await waitForCard(api, memberId, bay);
  }
  const card = (await cards()).find(({ id }) => !before.has(id));
  if (!card) throw new Error(why);
  return card;
}

/** Until the enrolment is over. @returns what the reader said last, should it have given no card */
async function waitForCard(api: StationApi, memberId: string, bay: string): Promise<string> {
  let said = `no new card was held to the reader of ${bay}`;
  for (let isOver = false; !isOver; await delay(POLL_MS)) {
    const { presence } = await api.get<BaySnapshot>(`/bays/${bay}`);
    isOver = presence?.enrolment?.memberId !== memberId;
    const { greeting = null } = presence ?? {};
    if (greeting?.result !== 'refused' || greeting.message.text === said) continue;
    said = greeting.message.text;
    console.error(said);
  }
  return said;
}
