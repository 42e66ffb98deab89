import type { ConfigFaultTexts } from '../reason-texts.ts';

const inUnit = (unit: string) => (unit === '' ? '' : ` ${unit}`);
const must = (name: string, given: string, what: string, hint = '') =>
  `${name} ist ${given}, muss aber ${what} sein${hint === '' ? '' : '; setz ihn in Anführungszeichen'}`;

export const configFaults: ConfigFaultTexts = {
  'no-file': () => 'Die Datei gibt es nicht; leg eine an mit: npx lockout config init',
  unreadable: ({ reason }) => `lässt sich nicht lesen (${reason})`,
  'too-long': ({ chars, most }) => `hat ${chars} Zeichen; gelesen werden höchstens ${most}`,
  'too-deep': ({ most }) => `hat mehr als ${most} Ebenen ineinander`,
  'too-many-parts': ({ most }) => `hat mehr als ${most} Zeilen, Schlüssel und Einträge`,
  'not-yaml': () => 'ist kein gültiges YAML. Prüfe Einrückung, Anführungszeichen und Doppelpunkte',
  'key-twice': ({ name }) => `${name} steht zweimal da; behalte eines davon`,
  'unknown-variable': ({ near }) =>
    `so heißt kein Wert der Konfiguration${near === '' ? '' : `; ist ${near} gemeint?`}`,
  'unknown-key': ({ name, known }) => `${name} ist kein bekannter Schlüssel; hier gibt es: ${known}`,
  'misspelt-key': ({ name, near }) => `${name} ist kein bekannter Schlüssel; ist ${near} gemeint?`,
  'not-one-of': ({ name, given, known, hint }) => must(name, given, `eines von ${known}`, hint),
  'not-a-number': ({ name, given, unit }) => must(name, given, `eine Zahl${inUnit(unit)}`),
  'not-a-whole-number': ({ name, given, unit }) => must(name, given, `eine ganze Zahl${inUnit(unit)}`),
  'not-in-range': ({ name, given, least, most, unit }) =>
    must(name, given, `eine Zahl von ${least} bis ${most}${inUnit(unit)}`),
  'not-whole-in-range': ({ name, given, least, most, unit }) =>
    must(name, given, `eine ganze Zahl von ${least} bis ${most}${inUnit(unit)}`),
  'not-a-group': ({ name, given }) => must(name, given, 'eine Gruppe von Schlüsseln'),
  'not-a-list': ({ name, given, least, most }) => must(name, given, `eine Liste mit ${least} bis ${most} Einträgen`),
  'not-a-text': ({ name, given, hint }) => must(name, given, 'ein Text der Form, die die Hilfe nennt', hint),
  'not-a-text-of-length': ({ name, given, least, most, hint }) =>
    must(name, given, `ein Text mit ${least} bis ${most} Zeichen der Form, die die Hilfe nennt`, hint),
  'not-right': ({ name, given, hint }) => must(name, given, 'ein anderer Wert', hint),
  'not-an-address': ({ name }) => `${name} ist keine Adresse; schreib sie wie mqtt://broker.local:1883`,
  'not-a-network': ({ name, given }) => must(name, given, 'eine Adresse wie 10.0.0.2 oder ein Netz wie 10.0.0.0/8'),
  'not-a-time-zone': ({ name, given }) => must(name, `„${given}“`, 'eine Zeitzone wie Europe/Berlin'),
  'not-a-mail-address': ({ name, given }) => must(name, `„${given}“`, 'eine Adresse wie trainer@studio.example'),
  'not-a-push-address': ({ name }) =>
    `${name} ist keine Adresse eines Themas; schreib sie wie https://ntfy.example/studio`,
  'no-mail-receiver': ({ name }) => `${name} ist leer: Nenne mindestens eine Adresse, die Meldungen bekommt`,
  'same-id': ({ name, given, other }) => `${name} ist „${given}“ wie schon bei ${other}; gib jedem Platz einen eigenen`,
  'same-port': ({ name, other }) => `${name} ist schon der Anschluss von ${other}; jeder braucht einen eigenen`,
  'span-zero': ({ name }) => `${name} ist 0; kalibriere die Kraftmessdose, um die Spanne zu finden`,
  'span-zero-right': ({ name }) => `${name} ist 0; nimm den Wert aus dem Datenblatt der Dose`,
  'no-sensor': ({ name }) => `${name} und load.sensor sind beide none; ein Platz braucht mindestens einen Sensor`,
  'hx711-rate': ({ name, givenHz }) => `${name} ist ${givenHz}, aber ein HX711 kann 10 oder 80`,
  'hx711-gain': ({ name, gain }) => `${name} ist ${gain}, aber ein HX711 kann 32, 64 oder 128`,
  'hcsr04-rate': ({ name, givenHz }) => `${name} ist ${givenHz}, aber ein HC-SR04 kann höchstens 16`,
  'right-needs-hx711': ({ name, given }) =>
    `${name} braucht load.sensor hx711, nicht ${given}: Beide Dosen arbeiten gleich`,
  'same-pin': ({ name, pin, other }) => `${name} ist ${pin}, schon der Pin von ${other}; jeder braucht einen eigenen`,
  'tls-unused': ({ name, url }) => `${name} gilt nur mit TLS, aber mqtt.url ist ${url}; schreib mqtts:// oder wss://`,
  'tls-needs-key': ({ name }) => `${name} braucht auch mqtt.tls.key`,
  'tls-needs-cert': ({ name }) => `${name} braucht auch mqtt.tls.cert`,
  'open-broker': ({ name, given }) =>
    `${name} ist ${given} und öffnet den Broker ohne Anmeldung zum Netz; setze mqtt.username und mqtt.password, oder mqtt.embedded.allowAnonymous: true`,
  'account-without-effect': ({ name }) =>
    `${name} beschränkt niemanden, solange mqtt.username leer ist: Setze das und mqtt.password für die Station selbst`,
  'same-log-in': ({ name, given }) => `${name} ist „${given}“, das schon vergeben ist; gib jedem ein eigenes`,
  'not-an-input-device': ({ name, given }) =>
    `${name} ist ${given}, aber ein input-device liegt unter /dev/input/by-id/`,
  'pn532-baud': ({ name }, { given, right }) => `${name} ist ${given}, aber ein PN532 spricht ${right}`,
};
