/** Text as it is compared, and as it is written out. Loads nothing, so that the command line starts at once. */

/** For comparing: in one case of letters, and however it was typed or composed. Whatever this takes for one log-in is one. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * As it may be written to a terminal, whatever its source: what moves the cursor, rings, or turns the direction of the
 * text stands there as `\u001b` does. JSON remains the same JSON.
 */
export const harmless = (text: string): string =>
  text.replace(
    /(?![\n\t])[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const COLOUR = new RegExp(`(${String.fromCharCode(27)}\\[[0-9;]{0,10}m)`);

/** The same, but colours of our own stay. */
export const harmlessButColours = (text: string): string =>
  text
    .split(COLOUR)
    .map((part, index) => (index % 2 === 1 ? part : harmless(part)))
    .join('');
