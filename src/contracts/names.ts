/**
 * Text that people give to things, and that others read: on a screen, in a list, in a terminal. Letters of every script are welcome;
 * what can't be seen, or moves what stands beside it, is not (Unicode TR 36 and 39).
 */
import Type from 'typebox';

/** Controls, formats (of direction, of no width), surrogates, private use, separators of lines and paragraphs. */
const UNSEEN = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}';
/** Some scripts, and emoji, are written with these: one at a time, and between others. */
const JOINERS = '\\u200C\\u200D';
/** Letters and signs that leave an empty place. */
const BLANKS = '\\u115F\\u1160\\u2800\\u3164\\uFFA0';
/** More marks on one letter than any script has reach into the lines above and below. */
const NOT_STACKED = '(?!.*\\p{M}{5})';

const line = (more: string) =>
  `^(?!.*[${BLANKS}])${NOT_STACKED}(?!.*[${JOINERS}]{2})(?![${JOINERS}])${more}(?:[^${UNSEEN}]|[${JOINERS}])*(?<![${JOINERS}])$`;

/** One line with something to see in it. */
const NAME = line('(?=.*[\\p{L}\\p{N}\\p{P}\\p{S}])');
/** Lines of text, perhaps none. */
const NOTE = `^(?![\\s\\S]*[${BLANKS}])(?![\\s\\S]*\\p{M}{5})(?:[^${UNSEEN}]|[${JOINERS}\\n])*$`;

export const Name = (maxLength: number, description: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: NAME,
    form: 'name',
    description: `${description}: letters of any script, digits and signs in one line, nothing invisible`,
  });

export const Note = (maxLength: number, description: string) =>
  Type.String({ maxLength, pattern: NOTE, form: 'note', description: `${description}, without anything invisible` });

/** The text a person types to log in: unique, case-insensitive. */
export const LoginName = Type.String({
  minLength: 2,
  maxLength: 40,
  form: 'log-in',
  pattern: `^${NOT_STACKED}[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._@+'\\u2019\\u02BC-]*$`,
  description:
    "name to log in with: letters of any script, digits, blanks and . _ @ + - '; upper and lower case are the same",
});
