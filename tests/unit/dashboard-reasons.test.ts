import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ALERTS, type AlertCode, alertText } from '../../src/contracts/alerts.ts';
import { CHANNEL_REASONS, channelReason } from '../../src/contracts/channel-reasons.ts';
import { COACHING } from '../../src/contracts/coaching.ts';
import { type InputFaultCode, inputFaultOf } from '../../src/contracts/input-faults.ts';
import { problemDocument } from '../../src/contracts/problems.ts';
import { REASONS, type Reason, type ReasonCode, withText } from '../../src/contracts/reasons.ts';

const SOURCES = fileURLToPath(new URL('../../dashboard/src/', import.meta.url));
const LANGUAGES = ['en', 'de', 'es'];

/** The page has its own types and its own build, so its modules are loaded here by their paths. */
const load = async <T>(path: string) => (await import(/* @vite-ignore */ join(SOURCES, path))) as T;

type Shown = Record<string, string>;
type Texts = Record<string, (shown: Shown, given: object) => string>;
interface Language {
  coaching: Texts;
  reasons: Texts;
  channelReasons: Texts;
  trouble: { remedies: Texts };
}
/** Each table of the contract, and where a language has its texts. */
const TABLES = [
  { kinds: REASONS, of: ({ reasons }: Language) => reasons },
  { kinds: COACHING, of: ({ coaching }: Language) => coaching },
  { kinds: CHANNEL_REASONS, of: ({ channelReasons }: Language) => channelReasons },
  { kinds: ALERTS, of: ({ trouble }: Language) => trouble.remedies },
];
const languageOf = async (name: string) => (await load<Record<string, Language>>(`locales/${name}.ts`))[name]!;
/** Every number as its own name, which shows where it stands in a text. */
const namesOf = ({ params }: { params: { properties: object } }): Shown =>
  Object.fromEntries(Object.keys(params.properties).map((name) => [name, `<${name}>`]));

describe.each(LANGUAGES)('reasons, sensors and alerts in %s', (name) => {
  it('every kind of the contract has a text, which says its first number', async () => {
    const language = await languageOf(name);
    for (const { kinds, of } of TABLES) {
      const texts = of(language);
      expect(Object.keys(texts).sort()).toEqual(Object.keys(kinds).sort());
      for (const [kind, entry] of Object.entries(kinds)) {
        const shown = namesOf(entry);
        const text = texts[kind]!(shown, {});
        expect(text, kind).toMatch(/\p{L}{3}/u);
        expect(text, kind).not.toContain('undefined');
        for (const first of Object.values(shown).slice(0, 1)) expect(text, kind).toContain(first);
      }
    }
  });

  it('no text is the one of another language', async () => {
    const language = await languageOf(name);
    for (const other of LANGUAGES.filter((one) => one !== name)) {
      const theirs = await languageOf(other);
      for (const { kinds, of } of TABLES)
        for (const [kind, entry] of Object.entries(kinds))
          expect(of(language)[kind]!(namesOf(entry), {}), kind).not.toBe(of(theirs)[kind]!(namesOf(entry), {}));
    }
  });
});

describe('a reason on the screen', () => {
  let words: (reason: Reason) => string;
  let choose: (key: string, value: string) => void;
  let showLanguage: (language: string) => Promise<void>;
  const shown = (code: ReasonCode) => words(withText(code));

  beforeAll(async () => {
    vi.stubGlobal('document', { documentElement: {} });
    vi.stubGlobal('navigator', { languages: ['en'] });
    ({ reasonWords: words } = await load<{ reasonWords: typeof words }>('reasons.ts'));
    ({ choose } = await load<{ choose: typeof choose }>('settings.ts'));
    ({ showLanguage } = await load<{ showLanguage: typeof showLanguage }>('locales/index.ts'));
    return () => vi.unstubAllGlobals();
  });

  it('has the language, the number format and the units of its reader', async () => {
    const short: ReasonCode = { kind: 'short-of-lockout', params: { shortMm: 21 } };
    const light: ReasonCode = { kind: 'nothing-carried', params: { carriedKg: 10 } };
    expect([shown(short), shown(light)]).toEqual(['2.1 cm short', 'nothing lifted: 10 kg on the cell']);
    choose('units', 'lb');
    expect([shown(short), shown(light)]).toEqual(['0.8 in short', 'nothing lifted: 22 lb on the cell']);
    choose('units', 'kg');
    await showLanguage('de');
    expect(shown(short)).toBe('2,1 cm zu wenig');
    expect(shown({ kind: 'faster-than-plausible', params: { meanVelocityMps: 4.2 } })).toMatch(/^4,20 m\/s/);
    expect(shown({ kind: 'excluded-by', params: { role: 'admin' } })).toBe('herausgenommen von: Verwalter');
    await showLanguage('en');
  });

  it('is given for a sensor too', async () => {
    const { sensorWords } = await load<{ sensorWords: (state: object, channel: string) => string }>('words.ts');
    const reason = channelReason({ kind: 'height-noisy', params: { mostMm: 11 } });
    const state = { channels: { height: { status: 'unreliable', reason }, force: { status: 'ok', reason: null } } };
    expect(sensorWords(state, 'force')).toBe('Load cell: OK');
    await showLanguage('es');
    expect(sensorWords(state, 'height')).toBe(
      'Sensor de distancia: poco fiable (la altura tiene ruido (más de 1,1 cm): límpialo o cambia su blanco)',
    );
    await showLanguage('en');
  });

  it('of an alert has its numbers in the language and units of its reader', async () => {
    const { alertNote } = await load<{ alertNote: (alert: object) => { text: string } }>('words.ts');
    const code: AlertCode = { kind: 'load-disagrees', params: { measuredKg: 80, enteredKg: 60 } };
    const alert = { ...code, severity: 'warning', text: alertText(code) };
    const stalled = { kind: 'stalled', params: {}, severity: 'error', text: 'The bar stands still.' };
    choose('units', 'lb');
    expect(alertNote(alert).text).toMatch(/^The scale shows about 176.5 lb, but 132.5 lb was entered/);
    choose('units', 'kg');
    await showLanguage('de');
    expect(alertNote(alert).text).toMatch(/^Die Waage zeigt etwa 80 kg, eingegeben sind 60 kg/);
    expect(alertNote(stalled).text).toMatch(/^Die Stange steht/);
    await showLanguage('en');
    expect(alertNote(stalled).text).toBe('The bar has stopped in mid-rep. Help the lifter to rack it.');
  });

  it('of a request that is refused names each fault in the language of its reader', async () => {
    const { problemWords } = await load<{ problemWords: (problem: object) => string }>('reasons.ts');
    const refused = (...codes: InputFaultCode[]) => {
      const params = { where: 'body', howMany: codes.length };
      return problemWords(problemDocument({ kind: 'invalid-input', params }, { inputFaults: codes.map(inputFaultOf) }));
    };
    const typed: InputFaultCode = { kind: 'wrong-type', params: { name: 'heightMm', types: 'number, null' } };
    const formed: InputFaultCode = { kind: 'wrong-form', params: { name: 'alias', form: 'name' } };
    const short: InputFaultCode = { kind: 'too-short', params: { name: 'secret', least: 4 } };
    expect(refused(typed)).toBe('There is a fault in the body. heightMm must be a number or null.');
    await showLanguage('de');
    expect(refused(typed, short)).toBe(
      'Die Angaben haben 2 Fehler. Prüfe sie und sende sie noch einmal. heightMm muss eine Zahl oder null sein. secret muss mindestens 4 Zeichen haben.',
    );
    expect(refused(formed)).toMatch(
      / alias muss eine Zeile aus Buchstaben, Ziffern und Zeichen sein, ohne Unsichtbares\.$/,
    );
    await showLanguage('es');
    expect(refused(typed)).toMatch(/ heightMm debe ser un número o null\.$/);
    expect(refused(formed)).toMatch(/ alias debe ser una línea de letras, cifras y signos, sin nada invisible\.$/);
    await showLanguage('en');
  });

  it('that an older station stored has its own sentence', () => {
    expect(words({ kind: 'text', params: {}, text: 'samples are missing' })).toBe('samples are missing');
  });
});
