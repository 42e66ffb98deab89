import type { Presence } from '../../../../src/contracts/presence.ts';
import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { AdviceTexts, GreetingTexts } from '../reason-texts.ts';

const plural = pluralOf('en');

type Result = NonNullable<Presence['greeting']>['result'];

/** The occupant of the bay, and their plan. */
export const presence = {
  guest: 'Guest',
  tapIn: 'Tap your card',
  tapInHint: 'or just lift, and claim it later',
  codeAlt: 'Code to tap in with a phone',
  claimable: (howMany: number) => plural(howMany, 'A set waits for its owner', `${howMany} sets wait for their owner`),
  waiting: (alias: string) => `${alias} is next, after this set`,
  leavesIn: (age: string) => `Signed out in ${age}`,
  enrolment: (alias: string) => `Card for ${alias}`,
  enrolmentText: (age: string) => `Hold the new card to the reader within ${age}.`,
  readerLost: 'Card reader disconnected',
  lastTime: 'Last time',
  lastReps: (sets: number, reps: number) => plural(sets, `1 set, ${reps} reps`, `${sets} sets, ${reps} reps`),
  done: 'All sets done',
  figures: { set: 'set', reps: 'reps', load: 'load', hold: 'hold' },
  perSide: (load: string, plates: string) => `${load}, per side ${plates}`,
  setOf: (n: number, of: number) => `${n} of ${of}`,
  superset: {
    title: 'Superset',
    done: (done: number, of: number) => `${done} of ${of}`,
    noRest: 'no rest',
  },
  /** What became of a tap. */
  taps: {
    in: 'Welcome',
    out: 'Goodbye',
    switched: 'Switched',
    waits: 'After this set',
    'confirm-out': 'Leaving?',
    claimed: 'The set is yours',
    unknown: 'Unknown card',
    enrolled: 'Card added',
    refused: 'Not possible now',
    repeated: 'Read twice',
    'left-on-reader': 'Take the card off the reader',
    'two-cards': 'Two cards at once',
    malformed: 'The card can’t be read',
  } satisfies Record<Result, string> as Record<Result, string>,
};

/** What a person reads after a tap, or when a member comes or goes. */
export const greetings: GreetingTexts = {
  hello: ({ name }) => `Hello ${name}`,
  'hello-asked': ({ name }, { reps }) =>
    `Hello ${name}. Was the last set yours (${plural(reps, '1 rep', `${reps} reps`)})? Tap again for yes`,
  claimed: ({ name }) => `The last set belongs to ${name} now`,
  goodbye: ({ name }) => `Goodbye ${name}`,
  idle: ({ name }) => `${name} was signed out: nothing moved for a while`,
  moved: ({ name }) => `${name} is at another bay now`,
  'confirm-out': () => 'Your set is kept. Tap again to leave',
  'waits-in': ({ name }) => `A set is in progress: ${name} is signed in when it ends`,
  'waits-out': () => 'A set is in progress: you are signed out when it ends. Tap again to stay',
  stays: ({ name }) => `${name} stays signed in`,
  'waits-no-more': ({ name }) => `${name} no longer waits`,
  'unknown-card': ({ lastDigits }) => `Card …${lastDigits} is not known here. A trainer can give it to a member`,
  'hub-away': ({ lastDigits }) =>
    `Card …${lastDigits} can’t be looked up now: there is no connection to the hub. Try again later`,
  'hub-away-kept': ({ lastDigits }) =>
    `Card …${lastDigits} can’t be looked up now: there is no connection to the hub. Just begin: your sets are kept, and become yours once it is back`,
  enrolled: ({ name, lastDigits }) => `Card …${lastDigits} belongs to ${name} now. Tap again to begin`,
  'own-already': ({ name }) => `This card belongs to ${name} already. Hold a new one to the reader`,
  'taken-already': () => 'This card belongs to another member. Remove it there first, or hold a new one to the reader',
  unavailable: () => 'Cards can’t be looked up now. Try again in a moment, or ask a trainer',
};

/** During a set; never an order. */
export const advice: AdviceTexts = {
  slower: ({ lossPercent }) =>
    `${lossPercent} slower than your fastest rep, twice in a row: a good moment to end the set`,
};
