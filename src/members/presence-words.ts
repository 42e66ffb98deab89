/** What a person reads after a tap: what happened, and what to do. */

const name = (alias: string | null) => alias ?? 'Guest';
const reps = (count: number) => (count === 1 ? '1 rep' : `${count} reps`);

export const words = {
  /** @param askedReps counted reps of the set that the member is asked about; null: there is none */
  hello: (alias: string | null, askedReps: number | null) =>
    askedReps === null
      ? `Hello ${name(alias)}`
      : `Hello ${name(alias)}. Was the last set yours (${reps(askedReps)})? Tap again for yes`,
  claimed: (alias: string | null) => `The last set belongs to ${name(alias)} now`,
  goodbye: (alias: string | null) => `Goodbye ${name(alias)}`,
  idle: (alias: string | null) => `${name(alias)} was logged out: nothing moved for a while`,
  moved: (alias: string | null) => `${name(alias)} is at another bay now`,
  confirmOut: 'Your set is kept. Tap again to leave',
  waitsIn: (alias: string | null) => `A set is in progress: ${name(alias)} is on when it ends`,
  waitsOut: 'A set is in progress: you are out when it ends. Tap again to stay',
  stays: (alias: string | null) => `${name(alias)} stays on`,
  waitsNoMore: (alias: string | null) => `${name(alias)} waits no more`,
  unknown: (lastDigits: string) => `Card …${lastDigits} is not known here. A trainer can give it to a member`,
  enrolled: (alias: string, lastDigits: string) => `Card …${lastDigits} is ${alias}'s now. Tap again to begin`,
  alreadyOwned: (alias: string) => `This card is ${alias}'s already. Hold a new one to the reader`,
  alreadyTaken: 'This card belongs to another member. Remove it there first, or hold a new one to the reader',
};
