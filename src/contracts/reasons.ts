import Type from 'typebox';
import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { count, quantity } from './common.ts';
import { TOKEN } from './token-role.ts';

const romMm = quantity('mm', { description: 'how far it moved' });
const usualMm = quantity('mm', { description: 'how far the other reps of its set moved' });
const role = Type.String({ maxLength: 40, description: 'role of the person who corrected it' });

/** `token:trainer` is a device token with the role of a trainer. */
const roleText = (by: string) => (by.startsWith(TOKEN) ? `token (${by.slice(TOKEN.length)})` : by);

/** Why a movement has its verdict: what the core saw, what settling the set changed, and what people corrected. */
export const REASONS = {
  'short-of-lockout': entry(
    { shortMm: quantity('mm', { description: 'from its top to lockout' }) },
    ({ shortMm }) => `${shortMm} mm short of lockout`,
  ),
  'shorter-than-set': entry(
    { romMm, usualMm },
    (moved) => `moved ${moved.romMm} mm; the other reps of the set moved ${moved.usualMm} mm`,
  ),
  'larger-than-set': entry(
    { romMm, usualMm },
    (moved) => `moved ${moved.romMm} mm, far more than the ${moved.usualMm} mm of the other reps`,
  ),
  'less-than-any-rep': entry(
    { romMm, leastMm: quantity('mm', { description: 'the shortest range that is a rep of this exercise' }) },
    (moved) => `moved ${moved.romMm} mm, less than any rep of this exercise (${moved.leastMm} mm)`,
  ),
  'more-than-plausible': entry(
    { romMm, mostMm: quantity('mm', { description: 'the longest range that is plausible for this exercise' }) },
    (moved) => `moved ${moved.romMm} mm, more than is plausible for this exercise (${moved.mostMm} mm)`,
  ),
  'faster-than-plausible': entry(
    { meanVelocityMps: quantity('m/s', { description: 'mean concentric velocity' }) },
    ({ meanVelocityMps }) => `moved at ${meanVelocityMps} m/s on average, faster than a bar is lifted`,
  ),
  'slower-than-plausible': entry(
    { concentricS: quantity('s', { description: 'duration of the concentric phase' }) },
    ({ concentricS }) => `took ${concentricS} s on the way up, longer than a lift takes`,
  ),
  'turned-back': entry({ romMm }, (moved) => `turned back after ${moved.romMm} mm, before lockout`),
  'nothing-carried': entry(
    { carriedKg: quantity('kg', { description: 'what the load cell carried' }) },
    ({ carriedKg }) => `the load cell carried ${carriedKg} kg: nothing was lifted`,
  ),
  'nothing-accelerated': entry(
    {},
    () => 'the force stayed the same: something moved in the beam, but no load was lifted',
  ),
  'height-jumped': entry({}, () => 'the height jumped: the sensor was moved or saw something else'),
  'hardly-seen': entry({}, () => 'the bar was hidden for most of the movement'),
  'put-on-hooks': entry({}, () => 'up and not down again, as when the bar is put on its hooks'),
  'force-unreliable': entry({}, () => 'counted by force alone, and the load cell is unreliable'),
  'force-too-slow': entry({}, () => 'counted by force alone, with fewer than 20 readings a second'),
  'force-only-alone': entry({}, () => 'a single movement, seen by force alone, may be handling of the bar'),
  'force-only-apart': entry({}, () => "seen by force alone, long before or after the set's other reps"),
  'force-only-light': entry({}, () => 'seen by force alone, with less than half the load of the other reps'),
  'force-only-put-down': entry(
    {},
    () => 'seen by force alone; the load was put down at the top, as when the bar is put on its hooks',
  ),
  'force-only-large': entry({}, () => "seen by force alone, much larger than the set's other reps"),
  'counted-live': entry({}, () => 'counted during the set; the whole set showed that it was no rep'),
  'part-of-rep': entry(
    { n: count('which counted rep of the set', { minimum: 1 }) },
    ({ n }) => `part of rep ${n}: one movement, not two`,
  ),
  'no-movement': entry({}, () => 'not found again when the set was settled'),
  'excluded-by': entry({ role }, (by) => `excluded by ${roleText(by.role)}`),
  'counted-by': entry({ role }, (by) => `counted by ${roleText(by.role)}`),
};

/** Reasons of sets that were stored before there were codes: their sentence is all there is. */
const UNCODED = { text: entry({}, () => '') };

const EVERY = { ...REASONS, ...UNCODED };
export const Reason = codedSchema(EVERY);
export type Reason = CodedOf<typeof EVERY>;
/** A reason as it is found, before it has a text. */
export type ReasonCode = CodeOf<typeof REASONS>;

export const withText = (code: ReasonCode): Reason => ({ ...code, text: textIn(REASONS, code) });
