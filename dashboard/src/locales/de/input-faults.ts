import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { InputFaultTexts, InputWords } from '../reason-texts.ts';

const plural = pluralOf('de');
const characters = (howMany: number) => plural(howMany, 'ein Zeichen', `${howMany} Zeichen`);
const entries = (howMany: number) => plural(howMany, 'einen Eintrag', `${howMany} Einträge`);

export const inputWords: InputWords = {
  forms: {
    name: 'eine Zeile aus Buchstaben, Ziffern und Zeichen sein, ohne Unsichtbares',
    note: 'ein Text ohne unsichtbare Zeichen sein',
    'log-in': "aus Buchstaben, Ziffern, Leerzeichen und . _ @ + - ' bestehen und mit Buchstabe oder Ziffer beginnen",
    slug: 'aus kleinen Buchstaben, Ziffern und Bindestrichen bestehen wie bay-1',
    digits: 'eine Zahl in Ziffern sein',
    id: 'eine Kennung dieser Station sein',
    uuid: 'eine Kennung dieser Station sein',
    'file-name': 'der Name einer Sicherung dieser Station sein',
    address: 'eine Adresse sein wie https://gym.example',
    uri: 'eine Adresse sein wie https://gym.example',
    date: 'ein Datum sein wie 2026-11-24',
    'date-time': 'eine Zeit sein wie 2026-11-24T17:05:00Z',
  },
  types: {
    string: 'ein Text',
    number: 'eine Zahl',
    integer: 'eine ganze Zahl',
    boolean: 'true oder false',
    object: 'eine Gruppe von Werten',
    array: 'eine Liste',
    null: 'null',
  },
  or: ' oder ',
};

export const inputFaults: InputFaultTexts = {
  missing: ({ name }) => `${name} fehlt.`,
  unknown: ({ name }) => `${name} ist hier nicht bekannt.`,
  'wrong-type': ({ name, types }) => `${name} muss ${types} sein.`,
  'not-one-of': ({ name, known }) => `${name} muss eines von ${known} sein.`,
  'wrong-form': ({ name, form }) => `${name} muss ${form}.`,
  'too-short': ({ name }, { least }) => `${name} muss mindestens ${characters(least)} haben.`,
  'too-long': ({ name }, { most }) => `${name} darf höchstens ${characters(most)} haben.`,
  'too-small': ({ name, least }) => `${name} muss mindestens ${least} sein.`,
  'too-large': ({ name, most }) => `${name} darf höchstens ${most} sein.`,
  'not-above': ({ name, above }) => `${name} muss mehr als ${above} sein.`,
  'too-few': ({ name }, { least }) => `${name} muss mindestens ${entries(least)} haben.`,
  'too-many': ({ name }, { most }) => `${name} darf höchstens ${entries(most)} haben.`,
  repeated: ({ name }) => `${name} hat denselben Eintrag zweimal.`,
  'fits-none': ({ name }) => `${name} hat keine der erlaubten Formen.`,
};
