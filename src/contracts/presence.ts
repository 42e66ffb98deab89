import Type from 'typebox';
import { Advice } from './advice.ts';
import { SetReview } from './coaching.ts';
import {
  CONTRACT_VERSION,
  count,
  ExerciseName,
  Id,
  IsoTime,
  nullable,
  oneOf,
  quantity,
  Slug,
  strict,
  Version,
} from './common.ts';
import { GreetingMessage } from './greetings.ts';
import { Programme } from './members.ts';
import { Name } from './names.ts';
import { ReaderReason } from './reader-reasons.ts';
import { UID_FORMATS } from './readers.ts';
import { Superset } from './superset.ts';

/** What became of a tap. Every tap gets one. */
export const TapResult = oneOf(
  [
    'in',
    'out',
    'switched',
    'waits',
    'confirm-out',
    'claimed',
    'unknown',
    'enrolled',
    'refused',
    'repeated',
    'left-on-reader',
    'two-cards',
    'malformed',
  ],
  {
    description:
      'in, out, switched: done; waits: a set is in progress; confirm-out: a set just ended, tap again to leave; claimed: a second tap said that the last set, which was lifted with no one signed in, is the member’s; unknown: no member has this card; enrolled: it was given to a member; refused: with a reason; the rest are taps that were left out, and why',
  },
);
export type TapResult = Type.Static<typeof TapResult>;

/** `<base>/<site>/<bay>/tap`: a card was read, and what became of it. It never carries the number of the card. */
export const Tap = strict(
  {
    v: Version,
    site: Slug('site'),
    bay: Slug('bay'),
    id: Id,
    at: IsoTime,
    reader: Type.String({ description: 'which reader' }),
    result: TapResult,
    lastDigits: nullable(Type.String({ maxLength: 4, description: 'of an unknown card; null for a known one' })),
    asksSetId: nullable(Id),
    text: Type.String({ description: 'what happened and what to do, in plain words' }),
  },
  {
    $id: 'Tap',
    title: 'Tap',
    description:
      'A card at the reader. `asksSetId`: an ended set that no one was signed in for, which the member is asked about. Without an answer it stays unclaimed; a second tap within 15 s says yes (result `claimed`), a third one leaves. At the screen, or by `POST /api/v1/bays/:bay/answers`, they can say yes or no until the next set begins.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        id: '019aac3e-60c4-7d10-8f3c-6f1f0f3f5b22',
        at: '2026-11-22T17:05:09.420Z',
        reader: 'pn532',
        result: 'in',
        lastDigits: null,
        asksSetId: null,
        text: 'Hello Mira',
      },
    ],
  },
);
export type Tap = Type.Static<typeof Tap>;

/** `POST /api/v1/bays/:bay/taps`, and the command `tap`: a card that another device read. */
export const TapRequest = strict(
  {
    uid: Type.String({ minLength: 4, maxLength: 40, description: 'number of the card, as the reader writes it' }),
    reader: Type.Optional(Name(40, 'name of the reader')),
    format: Type.Optional(
      oneOf(UID_FORMATS, {
        description: 'how this reader writes a number, as for readers in the configuration; left out: auto',
      }),
    ),
  },
  { $id: 'TapRequest' },
);
export type TapRequest = Type.Static<typeof TapRequest>;

/** What the member did last time, for the screen. */
const LastTime = strict({
  at: IsoTime,
  sets: count('sets that day'),
  reps: count('counted reps that day'),
  loadKg: nullable(quantity('kg', { description: 'heaviest load that day', minimum: 0 })),
  meanHoldS: nullable(quantity('s', { description: 'mean hold that day', minimum: 0 })),
  bestMeanVelocityMps: nullable(quantity('m/s', { description: 'fastest rep that day' })),
});

/** Today's target of the occupant, and their progress. */
export const Plan = strict({
  programme: Programme,
  setsDone: count('sets of this exercise today'),
  nextLoadKg: nullable(
    quantity('kg', { description: 'what to load for the next set; null when nothing says', minimum: 0 }),
  ),
  nextStep: Type.String({ description: 'the next step in plain words, such as "Set 2 of 3: 8 to 10 reps at 80 kg"' }),
  advice: Type.Union([Advice, Type.Null()], {
    description: 'advice from the loss of velocity, such as to end the set; never an order',
  }),
  lastTime: nullable(LastTime),
  superset: Type.Optional(Superset),
});
export type Plan = Type.Static<typeof Plan>;

/** An unclaimed set: the member is asked whether it is theirs. */
export const SetQuestion = strict({
  setId: Id,
  endedAt: IsoTime,
  countedReps: count('counted reps of the set', { minimum: 1 }),
  answer: oneOf(['open', 'claimed', 'declined'], {
    description:
      'open: not answered, the set stays unclaimed; claimed: yes; declined: no. Can be changed until the next set begins',
  }),
  tapUntil: nullable(IsoTime),
});
export type SetQuestion = Type.Static<typeof SetQuestion>;

/** `POST /api/v1/bays/:bay/answers`: whether a set of `questions` is the signed-in member's. */
export const SetAnswer = strict({ setId: Id, isMine: Type.Boolean() }, { $id: 'SetAnswer' });
export type SetAnswer = Type.Static<typeof SetAnswer>;

/** What the screen of a bay shows of its occupant. Only for that screen, its member, trainers and admins. */
export const Presence = strict(
  {
    bay: Slug('bay'),
    at: IsoTime,
    kind: oneOf(['none', 'guest', 'member'], { description: 'none: no one is signed in' }),
    sessionId: nullable(Id),
    memberId: nullable(Id),
    alias: nullable(Type.String()),
    since: nullable(IsoTime),
    exercise: ExerciseName,
    plan: nullable(Plan),
    greeting: nullable(strict({ at: IsoTime, result: TapResult, message: GreetingMessage })),
    idleLogoutAt: nullable(IsoTime),
    waitingAlias: nullable(Type.String({ description: 'who tapped in mid-set and is on when it ends' })),
    review: nullable(SetReview),
    signOutUndo: nullable(
      strict(
        { alias: nullable(Type.String()), until: nullable(IsoTime) },
        {
          description:
            'a sign-out at the bay that `POST …/session/undo` takes back, until that time; `until` null: it waits for the end of the set',
        },
      ),
    ),
    consentsDue: Type.Boolean({
      description: 'the signed-in member has not said yet what they agree to; `PUT …/consents` says it, once',
    }),
    claimable: count('sets of the last five minutes that belong to no member; who signs in is asked about the newest'),
    questions: Type.Array(SetQuestion, {
      maxItems: 32,
      description: 'what the signed-in member is asked, newest set first; empty again when the next set begins',
    }),
    enrolment: nullable(
      strict(
        { memberId: Id, alias: Type.String(), until: IsoTime },
        { description: "the next unknown card becomes this member's" },
      ),
    ),
    readers: Type.Array(
      strict({
        name: Type.String(),
        state: oneOf(['starting', 'ok', 'lost']),
        reasons: Type.Array(ReaderReason, { description: 'why it is not ok, or what is worth knowing though it is' }),
      }),
    ),
  },
  { $id: 'Presence', title: 'Presence' },
);
export type Presence = Type.Static<typeof Presence>;

/** `POST /api/v1/bays/:bay/claim-code`: for the QR code on the screen. */
export const ClaimCode = strict(
  {
    code: Type.String({ description: 'one-time code' }),
    url: nullable(
      Type.String({
        description:
          'what the QR code holds: a page on which a logged-in member taps in; null: no phone can reach this station',
      }),
    ),
    expiresAt: IsoTime,
  },
  { $id: 'ClaimCode' },
);
export type ClaimCode = Type.Static<typeof ClaimCode>;
/** `POST /api/v1/claims`: the member who is logged in on this phone taps in at the bay that showed the code. */
export const Claim = strict({ code: Type.String({ minLength: 6, maxLength: 40 }) }, { $id: 'Claim' });
/** `POST /api/v1/bays/:bay/session`: a guest, or a member whom a trainer puts there. */
export const StartSession = Type.Union(
  [strict({ kind: Type.Literal('guest') }), strict({ kind: Type.Literal('member'), memberId: Id })],
  {
    $id: 'StartSession',
  },
);
export type StartSession = Type.Static<typeof StartSession>;
/** `POST /api/v1/bays/:bay/enrolment`: for 60 s the next unknown card at this bay becomes this member's. */
export const StartEnrolment = strict({ memberId: Id }, { $id: 'StartEnrolment' });
