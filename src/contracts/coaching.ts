import Type from 'typebox';
import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { count, Id, nullable, oneOf, quantity, strict } from './common.ts';

const n = count('which lift of the set, in order', { minimum: 1 });
const shortMm = quantity('mm', { description: 'from its top to lockout' });

/** The one sentence after a set, from the set itself. */
export const COACHING = {
  'lockout-lost': entry(
    { n, shortMm },
    (lost) => `From rep ${lost.n} on the lockout was missing (${lost.shortMm} mm short): stop there, or load less`,
  ),
  'lockout-missed': entry(
    { n, shortMm },
    (missed) => `Rep ${missed.n} stopped ${missed.shortMm} mm short of lockout: drive the hips all the way up`,
  ),
  'hold-shrinking': entry(
    {
      firstS: quantity('s', { description: 'mean hold of the first third of the reps' }),
      lastS: quantity('s', { description: 'mean hold of the last third' }),
    },
    ({ firstS, lastS }) => `Your holds shrank from ${firstS} to ${lastS} s: keep counting at the top`,
  ),
  'holds-short': entry(
    { shortReps: count('counted reps whose hold was too short'), reps: count('counted reps') },
    ({ shortReps, reps }) => `${shortReps} of ${reps} holds were too short: wait for the second note`,
  ),
  'velocity-loss': entry(
    { n, lossPercent: quantity('%', { description: 'of the last rep against the fastest' }) },
    (lost) => `From rep ${lost.n} on you were slower, ${lost.lossPercent} % at the end: a rep or two fewer is enough`,
  ),
};

export type CoachingCode = CodeOf<typeof COACHING>;
export const Coaching = codedSchema(COACHING);
export type Coaching = CodedOf<typeof COACHING>;
export const coachingWithText = (code: CoachingCode): Coaching => ({ ...code, text: textIn(COACHING, code) });

/** What a set beat of all sets of its member and exercise before it. */
export const PersonalBest = strict({
  kind: oneOf(['load', 'reps-at-load', 'velocity-at-load', 'hold'], {
    description:
      'load: heaviest; reps-at-load, velocity-at-load: most and fastest at this load or a heavier one; hold: longest mean hold',
  }),
  value: Type.Number({ unit: 'of the kind', description: 'kg, reps, m/s, s in the order of `kind`' }),
  before: Type.Number({ unit: 'of the kind', description: 'the best before, in the same unit' }),
  loadKg: nullable(quantity('kg', { description: 'with this load; null: of the whole set', minimum: 0 })),
});
export type PersonalBest = Type.Static<typeof PersonalBest>;

/** What there is to say of the set just done, until the next one begins. */
export const SetReview = strict({
  setId: Id,
  bests: Type.Array(PersonalBest, { maxItems: 4, description: 'personal bests, the one that counts most first' }),
  coaching: nullable(Coaching),
  programmeDone: Type.Boolean({ description: 'with this set all that a trainer wrote for today is done' }),
});
export type SetReview = Type.Static<typeof SetReview>;
