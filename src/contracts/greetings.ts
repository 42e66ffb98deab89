import Type from 'typebox';
import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { count } from './common.ts';

const name = Type.String({ description: 'how the member is known on screens; empty for a guest' });
const lastDigits = Type.String({ description: 'last digits of the card' });
const called = (alias: string) => (alias === '' ? 'Guest' : alias);

/** What the screen of a bay says after a tap, or when a member comes or goes. */
const GREETINGS = {
  hello: entry({ name }, (it) => `Hello ${called(it.name)}`),
  'hello-asked': entry(
    { name, reps: count('counted reps of the set that is asked about') },
    (it) =>
      `Hello ${called(it.name)}. Was the last set yours (${it.reps === 1 ? '1 rep' : `${it.reps} reps`})? Tap again for yes`,
  ),
  claimed: entry({ name }, (it) => `The last set belongs to ${called(it.name)} now`),
  goodbye: entry({ name }, (it) => `Goodbye ${called(it.name)}`),
  idle: entry({ name }, (it) => `${called(it.name)} was signed out: nothing moved for a while`),
  moved: entry({ name }, (it) => `${called(it.name)} is at another bay now`),
  'confirm-out': entry({}, () => 'Your set is kept. Tap again to leave'),
  'waits-in': entry({ name }, (it) => `A set is in progress: ${called(it.name)} is signed in when it ends`),
  'waits-out': entry({}, () => 'A set is in progress: you are signed out when it ends. Tap again to stay'),
  stays: entry({ name }, (it) => `${called(it.name)} stays signed in`),
  'waits-no-more': entry({ name }, (it) => `${called(it.name)} no longer waits`),
  'unknown-card': entry(
    { lastDigits },
    (it) => `Card …${it.lastDigits} is not known here. A trainer can give it to a member`,
  ),
  'hub-away': entry(
    { lastDigits },
    (it) => `Card …${it.lastDigits} can't be looked up now: there is no connection to the hub. Try again later`,
  ),
  'hub-away-kept': entry(
    { lastDigits },
    (it) =>
      `Card …${it.lastDigits} can't be looked up now: there is no connection to the hub. Just begin: your sets are kept, and become yours once it is back`,
  ),
  enrolled: entry({ name, lastDigits }, (it) => `Card …${it.lastDigits} belongs to ${it.name} now. Tap again to begin`),
  'own-already': entry({ name }, (it) => `This card belongs to ${it.name} already. Hold a new one to the reader`),
  'taken-already': entry(
    {},
    () => 'This card belongs to another member. Remove it there first, or hold a new one to the reader',
  ),
  unavailable: entry(
    { reason: Type.String({ description: 'what is wrong and what to do, as a sentence' }) },
    ({ reason }) => reason,
  ),
};

export type GreetingCode = CodeOf<typeof GREETINGS>;
export const GreetingMessage = codedSchema(GREETINGS);
export type GreetingMessage = CodedOf<typeof GREETINGS>;
export const greetingText = (code: GreetingCode): string => textIn(GREETINGS, code);
