import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { InputFaultTexts, InputWords } from '../reason-texts.ts';

const plural = pluralOf('es');
const characters = (howMany: number) => plural(howMany, 'un carácter', `${howMany} caracteres`);
const entries = (howMany: number) => plural(howMany, 'una entrada', `${howMany} entradas`);

export const inputWords: InputWords = {
  forms: {
    name: 'ser una línea de letras, cifras y signos, sin nada invisible',
    note: 'ser un texto sin caracteres invisibles',
    'log-in': "tener letras, cifras, espacios y . _ @ + - ', y empezar por una letra o cifra",
    slug: 'tener letras minúsculas, cifras y guiones, como bay-1',
    digits: 'ser un número en cifras',
    id: 'ser un identificador de esta estación',
    uuid: 'ser un identificador de esta estación',
    'file-name': 'ser el nombre de una copia de esta estación',
    address: 'ser una dirección como https://gym.example',
    uri: 'ser una dirección como https://gym.example',
    date: 'ser una fecha como 2026-11-24',
    'date-time': 'ser una hora como 2026-11-24T17:05:00Z',
  },
  types: {
    string: 'un texto',
    number: 'un número',
    integer: 'un número entero',
    boolean: 'true o false',
    object: 'un grupo de valores',
    array: 'una lista',
    null: 'null',
  },
  or: ' o ',
};

export const inputFaults: InputFaultTexts = {
  missing: ({ name }) => `Falta ${name}.`,
  unknown: ({ name }) => `${name} no se conoce aquí.`,
  'wrong-type': ({ name, types }) => `${name} debe ser ${types}.`,
  'not-one-of': ({ name, known }) => `${name} debe ser uno de ${known}.`,
  'wrong-form': ({ name, form }) => `${name} debe ${form}.`,
  'too-short': ({ name }, { least }) => `${name} debe tener al menos ${characters(least)}.`,
  'too-long': ({ name }, { most }) => `${name} debe tener como mucho ${characters(most)}.`,
  'too-small': ({ name, least }) => `${name} debe ser al menos ${least}.`,
  'too-large': ({ name, most }) => `${name} debe ser como mucho ${most}.`,
  'not-above': ({ name, above }) => `${name} debe ser más de ${above}.`,
  'too-few': ({ name }, { least }) => `${name} debe tener al menos ${entries(least)}.`,
  'too-many': ({ name }, { most }) => `${name} debe tener como mucho ${entries(most)}.`,
  repeated: ({ name }) => `${name} tiene la misma entrada dos veces.`,
  'fits-none': ({ name }) => `${name} no tiene ninguna de las formas admitidas.`,
};
