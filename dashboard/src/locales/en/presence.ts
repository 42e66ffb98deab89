import type { Presence } from '../../../../src/contracts/presence.ts';

type Result = NonNullable<Presence['greeting']>['result'];

/** The occupant of the bay, and their plan. */
export const presence = {
  tapIn: 'Tap your card',
  tapInHint: 'or just lift, and claim it later',
  codeAlt: 'Code to tap in with a phone',
  claimable: (howMany: number) =>
    howMany === 1 ? 'A set waits for its owner' : `${howMany} sets wait for their owner`,
  waiting: (alias: string) => `${alias} is next, after this set`,
  leavesIn: (age: string) => `Signed out in ${age}`,
  enrolment: (alias: string) => `Card for ${alias}`,
  enrolmentText: (age: string) => `Hold the new card to the reader within ${age}.`,
  readerLost: 'Card reader disconnected',
  lastTime: 'Last time',
  lastReps: (sets: number, reps: number) => (sets === 1 ? `1 set, ${reps} reps` : `${sets} sets, ${reps} reps`),
  done: 'All sets done',
  figures: { set: 'set', reps: 'reps', load: 'load', hold: 'hold' },
  perSide: (load: string, plates: string) => `${load}, per side ${plates}`,
  setOf: (n: number, of: number) => `${n} of ${of}`,
  /** The result of a tap; in English the station's own sentence is shown beside it. */
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
  /** What to do after a tap, in place of the station's English sentence. */
  tapHints: {
    'confirm-out': 'Your set is kept. Tap again to leave',
    waits: 'A set is in progress',
    unknown: 'A trainer can give it to a member',
    enrolled: 'Tap again to begin',
    refused: 'Hold another card to the reader, or ask a trainer',
    repeated: 'Take the card off the reader, then tap again',
    'two-cards': 'Hold only one to the reader',
    malformed: 'Hold it to the reader again',
  } as Partial<Record<Result, string>>,
  waitsOut: 'You are signed out when the set ends. Tap again to stay',
};
