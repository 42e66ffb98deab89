import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { Texts } from '../en.ts';
import type { AdviceTexts, GreetingTexts } from '../reason-texts.ts';

const plural = pluralOf('de');

export const presence: Texts['presence'] = {
  guest: 'Gast',
  tapIn: 'Karte anhalten',
  tapInHint: 'oder heben und später übernehmen',
  codeAlt: 'Code zum Anmelden mit dem Telefon',
  claimable: (howMany) => plural(howMany, 'Ein Satz wartet auf dich', `${howMany} Sätze warten auf dich`),
  waiting: (alias) => `${alias} ist nach diesem Satz dran`,
  leavesIn: (age) => `Abmeldung in ${age}`,
  enrolment: (alias) => `Karte für ${alias}`,
  enrolmentText: (age) => `Die neue Karte innerhalb von ${age} an den Leser halten.`,
  readerLost: 'Kartenleser weg',
  lastTime: 'Letztes Mal',
  lastReps: (sets, reps) => plural(sets, `1 Satz, ${reps} Wdh.`, `${sets} Sätze, ${reps} Wdh.`),
  done: 'Alle Sätze fertig',
  figures: { set: 'Satz', reps: 'Wdh.', load: 'Last', hold: 'Halten' },
  perSide: (load, plates) => `${load}, je Seite ${plates}`,
  setOf: (n, of) => `${n} von ${of}`,
  superset: {
    title: 'Supersatz',
    done: (done, of) => `${done} von ${of}`,
    noRest: 'weiter',
  },
  taps: {
    in: 'Willkommen',
    out: 'Bis bald',
    switched: 'Gewechselt',
    waits: 'Nach diesem Satz',
    'confirm-out': 'Nochmal anhalten zum Gehen',
    claimed: 'Der Satz gehört dir',
    unknown: 'Unbekannte Karte',
    enrolled: 'Karte hinzugefügt',
    refused: 'Jetzt nicht möglich',
    repeated: 'Doppelt gelesen',
    'left-on-reader': 'Karte vom Leser nehmen',
    'two-cards': 'Zwei Karten zugleich',
    malformed: 'Karte nicht lesbar',
  },
};

/** What a person reads after a tap, or when a member comes or goes. */
export const greetings: GreetingTexts = {
  hello: ({ name }) => `Hallo ${name}`,
  'hello-asked': ({ name }, { reps }) =>
    `Hallo ${name}. War der letzte Satz deiner (${plural(reps, '1 Wiederholung', `${reps} Wiederholungen`)})? Für Ja noch einmal anhalten`,
  claimed: ({ name }) => `Der letzte Satz gehört jetzt ${name}`,
  goodbye: ({ name }) => `Bis bald, ${name}`,
  idle: ({ name }) => `${name} ist abgemeldet: Es hat sich eine Weile nichts bewegt`,
  moved: ({ name }) => `${name} ist jetzt an einem anderen Platz`,
  'confirm-out': () => 'Dein Satz ist gespeichert. Halte die Karte noch einmal an, um zu gehen',
  'waits-in': ({ name }) => `Ein Satz läuft noch: Danach ist ${name} angemeldet`,
  'waits-out': () => 'Ein Satz läuft noch: Danach bist du abgemeldet. Noch einmal anhalten, und du bleibst',
  stays: ({ name }) => `${name} bleibt angemeldet`,
  'waits-no-more': ({ name }) => `${name} wartet nicht mehr`,
  'unknown-card': ({ lastDigits }) =>
    `Die Karte …${lastDigits} ist hier nicht bekannt. Ein Trainer kann sie einem Mitglied geben`,
  'hub-away': ({ lastDigits }) =>
    `Die Karte …${lastDigits} lässt sich gerade nicht zuordnen: Der Hub ist nicht erreichbar. Versuch es später noch einmal`,
  'hub-away-kept': ({ lastDigits }) =>
    `Die Karte …${lastDigits} lässt sich gerade nicht zuordnen: Der Hub ist nicht erreichbar. Fang ruhig an: Deine Sätze werden gespeichert und gehören dir, sobald er wieder da ist`,
  enrolled: ({ name, lastDigits }) => `Die Karte …${lastDigits} gehört jetzt ${name}. Noch einmal anhalten, und los`,
  'own-already': ({ name }) => `Diese Karte gehört schon ${name}. Halte eine neue an den Leser`,
  'taken-already': () =>
    'Diese Karte gehört einem anderen Mitglied. Entferne sie zuerst dort, oder halte eine neue an den Leser',
  unavailable: () => 'Karten lassen sich gerade nicht zuordnen. Versuch es gleich noch einmal, oder frag einen Trainer',
};

/** During a set; never an order. */
export const advice: AdviceTexts = {
  slower: ({ lossPercent }) =>
    `Zweimal ${lossPercent} langsamer als deine schnellste Wiederholung: ein guter Moment, den Satz zu beenden`,
};
