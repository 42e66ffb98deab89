/** Numbers as every screen shows them, and as exports for other apps write them: one rule, or the same set would be two. */

/**
 * To half a unit, as the lightest pairs of plates make it. The same bar is measured 79.98 kg one day and 80.06 the next: neither is a
 * record over the other.
 */
export const shownLoad = (load: number): number => Math.round(load * 2) / 2;

/** To a tenth of a second, rounded down: 0.97 s of a hold of 1 s must not read as 1.0. */
export const shownHoldS = (holdS: number): number => Math.floor(holdS * 10 + 1e-6) / 10;

/** To a hundredth of a metre per second. */
export const shownVelocityMps = (velocityMps: number): number => Math.round(velocityMps * 100) / 100;

/** Exactly, by the international agreement of 1959. */
export const KG_PER_LB = 0.453_592_37;

/** Picks the form that goes with a number, by the rules of the language. */
export function pluralOf(language: string) {
  const rules = new Intl.PluralRules(language);
  return (howMany: number, one: string, other: string): string => (rules.select(howMany) === 'one' ? one : other);
}
