/** Who people are, between a hub and its gyms: down by `GET /api/v1/feed`, up as the kind `member` of the uplink. */
import Type from 'typebox';
import { PersonRole } from './access.ts';
import { Id, IsoTime, nullable, quantity, strict } from './common.ts';
import type { Command } from './hub-commands.ts';
import type { Watch } from './hub-live.ts';
import { LoginName, Name } from './names.ts';

/** In one answer of the feed: with 50 cards each they are below 1 MiB. */
export const MAX_FEED_ITEMS = 100;
/** How long the hub may keep a request for the feed open. */
export const MAX_FEED_WAIT_S = 25;
/** Of one member; more are a mistake. */
export const MAX_CARDS = 50;

/** What is merged one by one. Who is known to the hub at all has agreed to `acrossGyms`; secrets stay in their gym. */
const fields = {
  alias: Name(40, 'the name that screens show'),
  name: nullable(Name(80, 'full name')),
  login: nullable(LoginName),
  heightMm: nullable(quantity('mm', { description: 'body height', minimum: 500, maximum: 2500 })),
  role: { ...PersonRole, description: 'in this gym' } as typeof PersonRole,
  showAlias: Type.Boolean(),
  keepRecordings: Type.Boolean(),
  shareSets: Type.Boolean(),
  consentsAt: nullable(IsoTime),
};
const PersonFields = strict(fields);
export type PersonFields = Type.Static<typeof PersonFields>;
export type PersonField = keyof PersonFields;

/** By a key of the organisation: `kid:hash`. */
export const CardHash = Type.String({ pattern: '^[0-9a-f]{8}:[0-9a-f]{64}$' });
/** That a card is looked up by. */
export const MAX_CARD_KEYS = 20;
const PersonCard = strict({
  id: Id,
  hash: CardHash,
  lastDigits: Type.String({ maxLength: 4 }),
  addedAt: IsoTime,
});
export type PersonCard = Type.Static<typeof PersonCard>;

/** A station's report on a member: changed fields with their last values from the hub; or that the member was deleted, or has left the chain. */
export const MemberDoc = Type.Union([
  strict({
    base: nullable(Type.Partial(PersonFields, { additionalProperties: false })),
    fields: Type.Partial(PersonFields, { additionalProperties: false }),
    cards: Type.Array(PersonCard, { maxItems: MAX_CARDS }),
    cardsRemoved: Type.Array(Id, { maxItems: MAX_CARDS }),
    createdAt: IsoTime,
  }),
  strict({ goneAt: IsoTime }),
  strict({ leftAt: IsoTime }),
]);
export type MemberDoc = Type.Static<typeof MemberDoc>;
export type MemberEdit = Extract<MemberDoc, { fields: object }>;

/** One line of the feed. */
export type FeedItem =
  | {
      kind: 'member';
      id: string;
      revision: number;
      fields: PersonFields;
      cards: PersonCard[];
      createdAt: string;
      /** ISO time until which this gym keeps a visitor; null: their own gym */
      visitsUntil: string | null;
    }
  /** Deleted: everything of them, at once. */
  | { kind: 'gone'; id: string; at: string }
  /** They don't agree to `acrossGyms` any more: their own gym keeps them. */
  | { kind: 'left'; id: string }
  | { kind: 'card-key'; id: string; key: OrganisationKey };

/** The newest has the highest number. */
export interface OrganisationKey {
  /** 8 hexadecimal digits */
  kid: string;
  n: number;
  /** 32 bytes, hexadecimal */
  key: string;
}

export interface FeedPage {
  /** of the counters: another one after the hub was restored */
  epoch: string;
  /** a full snapshot: the hub does not know what is in none of its pages */
  isSnapshot: boolean;
  next: number;
  more: boolean;
  items: FeedItem[];
}

/** What the feed answers: people, and what else this controller is to know. */
export interface FeedAnswer extends FeedPage {
  /** Somebody at the hub looks at this gym; null: nobody. */
  watch: Watch | null;
  /** For this controller; each comes until its result is known. */
  commands: Command[];
}
