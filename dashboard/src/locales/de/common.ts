import type { Texts } from '../en.ts';

export const common: Texts['common'] = {
  product: 'Lockout',
  connecting: 'Verbinde…',
  unreachable: 'Die Station ist nicht erreichbar',
  noSuchPage: 'Diese Seite gibt es nicht',
  noSuchBay: (bay) => `Diese Station hat keinen Platz „${bay}“`,
  hiddenBay: (bay: string) =>
    `Den Platz „${bay}“ gibt es nicht, oder er steht dir nicht offen. Mitglieder sehen den Platz, an dem sie angemeldet sind.`,
  allBays: 'Alle Plätze dieser Station',
  slow: 'Die Station antwortet langsam. Es wird noch gewartet.',
  loading: 'Lade…',
  pageFailed: 'Diese Seite konnte nicht geladen werden',
  pageFailedWhy: 'Die Station ist weg oder wurde erneuert. Lade die Seite neu, sobald die Verbindung wieder steht.',
  loadAgain: 'Neu laden',
  back: 'Zurück',
  removeAsk: (what: string) => `${what} entfernen?`,
  stopsAtOnce: 'Gilt sofort und lässt sich nicht zurücknehmen.',
  cancel: 'Abbrechen',
  close: 'Schließen',
  unknown: '–',
  age: {
    seconds: (howMany) => `${howMany} s`,
    minutes: (howMany) => `${howMany} min`,
    hours: (howMany) => `${howMany} h`,
    days: (howMany) => `${howMany} d`,
    ago: (age) => `vor ${age}`,
  },
};

export const link: Texts['link'] = {
  lost: 'Keine Verbindung',
  noData: 'Noch keine Daten.',
  lastData: (age) => `Letzte Daten vor ${age}.`,
  offline: 'Dieses Gerät ist offline',
  offlineToDo: 'Schalte sein WLAN ein oder stecke sein Kabel ein.',
  toDo: 'Prüfe, ob die Station läuft und ob dieses Gerät in ihrem Netz ist.',
  retries: 'Versucht es von selbst wieder.',
};

export const settings: Texts['settings'] = {
  title: 'Dieser Bildschirm',
  open: 'Einstellungen dieses Bildschirms',
  language: 'Sprache',
  units: 'Einheiten',
  kilograms: 'Kilogramm',
  pounds: 'Pfund (lb)',
  colours: 'Farben',
  dark: 'Dunkel',
  light: 'Hell',
  contrast: 'Kontrast',
  normal: 'Normal',
  high: 'Hoch',
  sound: 'Ton',
  on: 'An',
  off: 'Aus',
  soundHint: 'Ein Ton bei Streckung, zwei wenn das Halten reicht, drei am Ende des Satzes.',
  soundBlocked: 'Der Browser will eine Berührung, bevor die Seite tönen darf.',
  tryIt: 'Probieren',
  keptHere: 'Gilt nur auf diesem Bildschirm.',
};

export const numbers: Texts['numbers'] = {
  noNumber: (example) => `Gib eine Zahl ein, etwa ${example}.`,
  twoReadings: (whole, decimal) =>
    `Das kann ${whole} oder ${decimal} sein. Gib ${whole} ohne Punkt ein, oder ${decimal} mit Komma.`,
  whole: 'Gib eine ganze Zahl ein.',
  atLeast: (least) => `Mindestens ${least}.`,
  atMost: (most) => `Höchstens ${most}.`,
};
