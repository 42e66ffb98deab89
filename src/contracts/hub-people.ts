/** Who people are, between a hub and its gyms: down by `GET /api/v1/feed`, up as the kind `member` of the uplink. */
import Type from 'typebox';
import { PersonRole } from './access.ts';
import { count, ExerciseName, Id, IsoTime, nullable, quantity, strict } from './common.ts';
import type { Command } from './hub-commands.ts';
import type { Watch } from './hub-live.ts';
import { LearnedRange, NewProgramme } from './members.ts';
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

/** Of one member: one of each exercise. */
const MAX_EXERCISES = 30;
/** What a station has changed of a member's training: each part with the revision of the hub that it was changed from; 0: the hub had none. */
const TrainingEdit = strict({
  programmes: Type.Array(
    strict({
      exercise: ExerciseName,
      base: count('revision of the hub that was edited'),
      programme: nullable({ ...NewProgramme, $id: undefined as never, description: 'null: it was removed' }),
    }),
    { maxItems: MAX_EXERCISES },
  ),
  ranges: Type.Array(
    strict({
      base: count('revision of the hub that was learned from'),
      range: { ...LearnedRange, $id: undefined as never } as typeof LearnedRange,
    }),
    { maxItems: MAX_EXERCISES },
  ),
});
export type TrainingEdit = Type.Static<typeof TrainingEdit>;

/** A member's programmes and learned ranges as the hub has them. */
export interface Training {
  /** `programme` null: it was removed */
  programmes: { exercise: ExerciseName; revision: number; programme: NewProgramme | null }[];
  ranges: { revision: number; range: LearnedRange }[];
}

/** A set that was lifted after the tap of a card whose owner the hub could not be asked for. */
export interface CardClaim {
  setId: string;
  /** of the card, by the keys of the organisation; newest first */
  hashes: string[];
  tappedAt: string;
  /** No one is asked from then on. */
  expiresAt: string;
}

/** A station's report on a member: changed fields with their last values from the hub; or that the member was deleted, or has left the chain. */
export const MemberDoc = Type.Union([
  strict({
    base: nullable(Type.Partial(PersonFields, { additionalProperties: false })),
    fields: Type.Partial(PersonFields, { additionalProperties: false }),
    cards: Type.Array(PersonCard, { maxItems: MAX_CARDS }),
    cardsRemoved: Type.Array(Id, { maxItems: MAX_CARDS }),
    training: Type.Optional(TrainingEdit),
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
      /** left out by an older hub */
      training?: Training;
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
  /** Someone at the hub looks at this gym; null: no one. */
  watch: Watch | null;
  /** For this controller; each comes until its result is known. */
  commands: Command[];
}
