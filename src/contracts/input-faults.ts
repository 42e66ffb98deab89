/** What can be wrong with what a client sends: one code for each keyword of our schemas that can fail. */
import Type from 'typebox';
import { type CodeOf, entry, textIn } from './codes.ts';
import { oneOf, strict } from './common.ts';

/** What a text must look like: the `form` or `format` of its schema, in plain English. */
export const INPUT_FORMS = {
  name: 'one line of letters, digits and signs, with nothing invisible in it',
  note: 'text with nothing invisible in it',
  'log-in': "letters, digits, blanks and . _ @ + - ', beginning with a letter or digit",
  slug: 'lower-case letters, digits and hyphens, such as bay-1',
  digits: 'a number, written in digits',
  id: 'an id of this station',
  uuid: 'an id of this station',
  'file-name': 'the name of a backup of this station',
  address: 'an address such as https://gym.example',
  uri: 'an address such as https://gym.example',
  date: 'a date such as 2026-11-24',
  'date-time': 'a time such as 2026-11-24T17:05:00Z',
} as const;
export type InputForm = keyof typeof INPUT_FORMS;
const inputForms = Object.keys(INPUT_FORMS) as [InputForm, ...InputForm[]];

/** As JSON names them. */
export const INPUT_TYPES = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a group of values',
  array: 'a list',
  null: 'null',
} as const;
export type InputType = keyof typeof INPUT_TYPES;

const name = Type.String({ description: 'dotted name of the value; body, params, querystring or headers: all of it' });
const known = Type.String({ description: 'what is accepted, separated by commas' });
const types = Type.String({ description: 'the JSON types that are accepted, separated by commas' });
const least = Type.Number({ description: 'the least that is accepted' });
const most = Type.Number({ description: 'the most that is accepted' });
const characters = (howMany: number) => (howMany === 1 ? '1 character' : `${howMany} characters`);
const entries = (howMany: number) => (howMany === 1 ? '1 entry' : `${howMany} entries`);

export const INPUT_FAULTS = {
  missing: entry({ name }, (it) => `${it.name} is missing.`),
  unknown: entry({ name }, (it) => `${it.name} is not known here.`),
  'wrong-type': entry(
    { name, types },
    (it) =>
      `${it.name} must be ${it.types
        .split(', ')
        .map((type) => INPUT_TYPES[type as InputType] ?? type)
        .join(' or ')}.`,
  ),
  'not-one-of': entry({ name, known }, (it) => `${it.name} must be one of ${it.known}.`),
  'wrong-form': entry(
    { name, form: oneOf(inputForms, { description: 'what it must look like' }) },
    (it) => `${it.name} must be ${INPUT_FORMS[it.form]}.`,
  ),
  'too-short': entry({ name, least }, (it) => `${it.name} must have at least ${characters(it.least)}.`),
  'too-long': entry({ name, most }, (it) => `${it.name} must have at most ${characters(it.most)}.`),
  'too-small': entry({ name, least }, (it) => `${it.name} must be at least ${it.least}.`),
  'too-large': entry({ name, most }, (it) => `${it.name} must be at most ${it.most}.`),
  'not-above': entry(
    { name, above: Type.Number({ description: 'what it must be more than' }) },
    (it) => `${it.name} must be more than ${it.above}.`,
  ),
  'too-few': entry({ name, least }, (it) => `${it.name} must have at least ${entries(it.least)}.`),
  'too-many': entry({ name, most }, (it) => `${it.name} must have at most ${entries(it.most)}.`),
  repeated: entry({ name }, (it) => `${it.name} has the same entry twice.`),
  'fits-none': entry({ name }, (it) => `${it.name} has none of the accepted forms.`),
};
export type InputFaultCode = CodeOf<typeof INPUT_FAULTS>;

/** One fault of a request, as a problem document lists it. */
export const InputFault = strict({
  kind: Type.Enum(Object.keys(INPUT_FAULTS) as [InputFaultCode['kind'], ...InputFaultCode['kind'][]]),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  text: Type.String({ description: 'kind and params in plain English' }),
});
export type InputFault = Type.Static<typeof InputFault>;

export const inputFaultOf = (code: InputFaultCode): InputFault => ({
  kind: code.kind,
  params: { ...code.params },
  text: textIn(INPUT_FAULTS, code),
});
