import Type from 'typebox';
import { type CodeOf, entry, textIn } from './codes.ts';
import { count, quantity, strict } from './common.ts';

const word = (description: string) => Type.String({ description });
const name = word('dotted name of the value');
const given = word('what is there');
const other = word('dotted name of the other one');
const known = word('what would be right, separated by commas');
const hint = word('a text that YAML reads as something else: `quotes`; else empty');
const number = (description: string) => Type.Number({ description });
const unit = word('its unit; empty: none');
const inUnit = (it: { unit: string }) => (it.unit === '' ? '' : ` ${it.unit}`);
const quotes = (it: { hint: string }) => (it.hint === '' ? '' : '; put it in quotes');
const must = (it: { name: string; given: string }, what: string) => `${it.name} is ${it.given}, but must be ${what}`;

/** What can be wrong with a configuration, and what would be right. */
export const CONFIG_FAULTS = {
  'no-file': entry({}, () => 'there is no such file; write one with: npx lockout config init'),
  unreadable: entry({ reason: word('in the words of the system') }, ({ reason }) => `can't be read: ${reason}`),
  'too-long': entry(
    { chars: count('characters'), most: count('the most that are read') },
    (it) => `it has ${it.chars} characters; at most ${it.most} are read`,
  ),
  'too-deep': entry({ most: count('the most levels') }, (it) => `it has more than ${it.most} levels, one in the other`),
  'too-many-parts': entry(
    { most: count('the most lines, keys and entries') },
    (it) => `it has more than ${it.most} lines, keys and entries`,
  ),
  'not-yaml': entry({ reason: word('in the words of the parser') }, ({ reason }) => `not YAML: ${reason}`),
  'key-twice': entry({ name: word('the key') }, (it) => `${it.name} is there twice; keep one of them`),
  'unknown-variable': entry(
    { near: word('the nearest known variable; empty: none') },
    ({ near }) => `no value of the configuration has this name${near === '' ? '' : `; did you mean ${near}?`}`,
  ),
  'unknown-key': entry({ name, known }, (it) => `${it.name} is not a known key; known keys here: ${it.known}`),
  'misspelt-key': entry(
    { name, near: word('the nearest known key') },
    (it) => `${it.name} is not a known key; did you mean ${it.near}?`,
  ),
  'not-one-of': entry({ name, given, known, hint }, (it) => must(it, `one of ${it.known}${quotes(it)}`)),
  'not-a-number': entry({ name, given, unit }, (it) => must(it, `a number${inUnit(it)}`)),
  'not-a-whole-number': entry({ name, given, unit }, (it) => must(it, `a whole number${inUnit(it)}`)),
  'not-in-range': entry({ name, given, least: number('the least'), most: number('the most'), unit }, (it) =>
    must(it, `a number from ${it.least} to ${it.most}${inUnit(it)}`),
  ),
  'not-whole-in-range': entry({ name, given, least: number('the least'), most: number('the most'), unit }, (it) =>
    must(it, `a whole number from ${it.least} to ${it.most}${inUnit(it)}`),
  ),
  'not-a-group': entry({ name, given }, (it) => must(it, 'a group of keys')),
  'not-a-list': entry({ name, given, least: count('fewest entries'), most: count('most entries') }, (it) =>
    must(it, `a list of ${it.least} to ${it.most} entries`),
  ),
  'not-a-text': entry({ name, given, what: word('what it is, in English'), hint }, (it) =>
    must(it, `a text: ${it.what}${quotes(it)}`),
  ),
  'not-a-text-of-length': entry(
    { name, given, least: count('fewest characters'), most: count('most'), what: word('what it is, in English'), hint },
    (it) => must(it, `a text of ${it.least} to ${it.most} characters: ${it.what}${quotes(it)}`),
  ),
  'not-right': entry(
    { name, given, reason: word('in the words of the checker'), hint },
    (it) => `${must(it, it.reason)}${quotes(it)}`,
  ),
  'not-an-address': entry({ name }, (it) => `${it.name} is no address; write it like mqtt://broker.local:1883`),
  'not-a-network': entry({ name, given }, (it) =>
    must(it, 'an address such as 10.0.0.2 or a network such as 10.0.0.0/8'),
  ),
  'not-a-time-zone': entry(
    { name, given },
    (it) => `${it.name} is "${it.given}", but must be a time zone such as Europe/Berlin`,
  ),
  'not-a-mail-address': entry(
    { name, given },
    (it) => `${it.name} is "${it.given}", but must be an address such as trainers@gym.example`,
  ),
  'no-mail-receiver': entry({ name }, (it) => `${it.name} is empty: name at least one address that gets the alerts`),
  'not-a-push-address': entry(
    { name },
    (it) => `${it.name} is no address of a topic; write it like https://ntfy.example/gym-alerts`,
  ),
  'same-id': entry(
    { name, given, other },
    (it) => `${it.name} is "${it.given}", which ${it.other} has already; give each bay its own`,
  ),
  'same-port': entry({ name, other }, (it) => `${it.name} is the port of ${it.other} already; each needs its own`),
  'span-zero': entry({ name }, (it) => `${it.name} is 0; calibrate the load cell to find its span`),
  'span-zero-right': entry({ name }, (it) => `${it.name} is 0; take it from the data sheet of the cell`),
  'no-sensor': entry({ name }, (it) => `${it.name} and load.sensor are both none; a bay needs at least one sensor`),
  'hx711-rate': entry(
    { name, givenHz: quantity('Hz', { description: 'what is there' }) },
    (it) => `${it.name} is ${it.givenHz}, but an HX711 gives 10 or 80`,
  ),
  'hx711-gain': entry(
    { name, gain: count('what is there') },
    (it) => `${it.name} is ${it.gain}, but an HX711 has 32, 64 or 128`,
  ),
  'hcsr04-rate': entry(
    { name, givenHz: quantity('Hz', { description: 'what is there' }) },
    (it) => `${it.name} is ${it.givenHz}, but an HC-SR04 gives at most 16`,
  ),
  'right-needs-hx711': entry(
    { name, given },
    (it) => `${it.name} needs load.sensor hx711, not ${it.given}: both cells work alike`,
  ),
  'same-pin': entry(
    { name, pin: count('the pin'), other },
    (it) => `${it.name} is ${it.pin}, which is the pin of ${it.other} already; each needs its own`,
  ),
  'tls-unused': entry(
    { name, url: word('mqtt.url') },
    (it) => `${it.name} is used only with TLS, but mqtt.url is ${it.url}; write that as mqtts:// or wss://`,
  ),
  'tls-needs-key': entry({ name }, (it) => `${it.name} needs mqtt.tls.key too`),
  'tls-needs-cert': entry({ name }, (it) => `${it.name} needs mqtt.tls.cert too`),
  'open-broker': entry(
    { name, given },
    (it) =>
      `${it.name} is ${it.given}, which opens the broker to the network without a log-in; set mqtt.username and mqtt.password, or mqtt.embedded.allowAnonymous: true`,
  ),
  'account-without-effect': entry(
    { name },
    (it) => `${it.name} has no effect while mqtt.username is empty: set that and mqtt.password for the station itself`,
  ),
  'same-log-in': entry(
    { name, given },
    (it) => `${it.name} is "${it.given}", which another log-in has already; give each its own`,
  ),
  'not-an-input-device': entry(
    { name, given },
    (it) => `${it.name} is ${it.given}, but an input-device is named below /dev/input/by-id/`,
  ),
  'pn532-baud': entry(
    {
      name,
      given: quantity('Hz', { description: 'what is there' }),
      right: quantity('Hz', { description: 'what it speaks' }),
    },
    (it) => `${it.name} is ${it.given}, but a PN532 speaks ${it.right}`,
  ),
};
export type ConfigFaultCode = CodeOf<typeof CONFIG_FAULTS>;
export const configFaultText = (code: ConfigFaultCode): string => textIn(CONFIG_FAULTS, code);

/** One fault of a configuration, as a problem document lists it. */
export const ConfigFault = strict({
  line: Type.Union([count('line of the file', { minimum: 1 }), Type.Null()]),
  variable: word('variable of the environment that it comes from; empty: the file'),
  kind: Type.Enum(Object.keys(CONFIG_FAULTS) as [ConfigFaultCode['kind'], ...ConfigFaultCode['kind'][]]),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  text: word('where, kind and params in plain English'),
});
export type ConfigFault = Type.Static<typeof ConfigFault>;
