/** What the screen says after a tap, as codes: `contracts/greetings.ts` has the texts. */
import type { GreetingCode } from '../contracts/greetings.ts';
import type { Card } from './presence-events.ts';
import type { Person } from './presence-state.ts';

/** Stands for everyone who did not agree that their alias is shown. */
export const SOME_MEMBER = 'Member';

/** The alias as everyone may read it. */
export const openAlias = ({
  memberId,
  alias,
  showAlias,
}: Pick<Person, 'memberId' | 'alias' | 'showAlias'>): string | null =>
  memberId === null || showAlias ? alias : SOME_MEMBER;

/** For the screen of the bay, and for everyone. */
export interface Said {
  readonly code: GreetingCode;
  readonly openCode: GreetingCode;
}
export const said = (person: Person, say: (alias: string | null) => GreetingCode): Said => ({
  code: say(person.alias),
  openCode: say(openAlias(person)),
});

const named = (alias: string | null) => ({ name: alias ?? '' });

export const words = {
  /** @param askedReps counted reps of the set that the member is asked about; null: there is none */
  hello: (alias: string | null, askedReps: number | null): GreetingCode =>
    askedReps === null
      ? { kind: 'hello', params: named(alias) }
      : { kind: 'hello-asked', params: { ...named(alias), reps: askedReps } },
  claimed: (alias: string | null): GreetingCode => ({ kind: 'claimed', params: named(alias) }),
  goodbye: (alias: string | null): GreetingCode => ({ kind: 'goodbye', params: named(alias) }),
  idle: (alias: string | null): GreetingCode => ({ kind: 'idle', params: named(alias) }),
  moved: (alias: string | null): GreetingCode => ({ kind: 'moved', params: named(alias) }),
  confirmOut: { kind: 'confirm-out', params: {} } as GreetingCode,
  waitsIn: (alias: string | null): GreetingCode => ({ kind: 'waits-in', params: named(alias) }),
  waitsOut: { kind: 'waits-out', params: {} } as GreetingCode,
  stays: (alias: string | null): GreetingCode => ({ kind: 'stays', params: named(alias) }),
  waitsNoMore: (alias: string | null): GreetingCode => ({ kind: 'waits-no-more', params: named(alias) }),
  unknown: ({ lastDigits, away }: Extract<Card, { kind: 'unknown' }>): GreetingCode =>
    away === undefined
      ? { kind: 'unknown-card', params: { lastDigits } }
      : { kind: away === 'kept' ? 'hub-away-kept' : 'hub-away', params: { lastDigits } },
  enrolled: (alias: string, lastDigits: string): GreetingCode => ({
    kind: 'enrolled',
    params: { ...named(alias), lastDigits },
  }),
  alreadyOwned: (alias: string): GreetingCode => ({ kind: 'own-already', params: named(alias) }),
  alreadyTaken: { kind: 'taken-already', params: {} } as GreetingCode,
  unavailable: (reason: string): GreetingCode => ({ kind: 'unavailable', params: { reason } }),
};
