/** Places of exercises in a superset, without a schema: pages use them too. */

/** Two groups of up to four exercises. */
export const SUPERSET_PLACES = ['A1', 'A2', 'A3', 'A4', 'B1', 'B2', 'B3', 'B4'] as const;
export type SupersetPlace = (typeof SUPERSET_PLACES)[number];

/** `A` of `A2`. */
export const groupLetter = (place: SupersetPlace): string => place.slice(0, 1);
