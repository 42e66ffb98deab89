import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CHANNEL_REASONS, channelReason } from '../../src/contracts/channel-reasons.ts';
import { REASONS, type Reason, type ReasonCode, withText } from '../../src/contracts/reasons.ts';

const SOURCES = fileURLToPath(new URL('../../dashboard/src/', import.meta.url));
const LANGUAGES = ['en', 'de', 'es'];

/** The page has its own types and its own build, so its modules are loaded here by their paths. */
const load = async <T>(path: string) => (await import(/* @vite-ignore */ join(SOURCES, path))) as T;

type Texts = Record<string, (shown: Record<string, string>) => string>;
const textsIn = async (language: string): Promise<Texts> => {
  const texts = (await load<Record<string, { reasons: Texts; channelReasons: Texts }>>(`texts/${language}.ts`))[
    language
  ]!;
  return { ...texts.reasons, ...texts.channelReasons };
};
const KINDS = { ...REASONS, ...CHANNEL_REASONS };

describe.each(LANGUAGES)('reasons in %s', (language) => {
  it('every kind of the contract has a text, which says its first number', async () => {
    const texts = await textsIn(language);
    expect(Object.keys(texts).sort()).toEqual(Object.keys(KINDS).sort());
    for (const [kind, { params }] of Object.entries(KINDS)) {
      const names = Object.keys(params.properties);
      const text = texts[kind]!(Object.fromEntries(names.map((name) => [name, `<${name}>`])));
      expect(text, kind).toMatch(/\p{L}{3}/u);
      expect(text, kind).not.toContain('undefined');
      if (names[0] !== undefined) expect(text, kind).toContain(`<${names[0]}>`);
    }
  });

  it('no text is the one of another language', async () => {
    const texts = await textsIn(language);
    for (const other of LANGUAGES.filter((name) => name !== language)) {
      const theirs = await textsIn(other);
      const shown = {
        silentS: '8',
        mostMm: '9',
        romMm: '1',
        usualMm: '2',
        shortMm: '3',
        peakVelocityMps: '4',
        carriedKg: '5',
        n: '6',
        role: '7',
      };
      for (const kind of Object.keys(KINDS)) expect(texts[kind]!(shown), kind).not.toBe(theirs[kind]!(shown));
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
    ({ showLanguage } = await load<{ showLanguage: typeof showLanguage }>('texts/index.ts'));
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
    expect(shown({ kind: 'faster-than-plausible', params: { peakVelocityMps: 4.2 } })).toMatch(/^4,20 m\/s/);
    expect(shown({ kind: 'excluded-by', params: { role: 'admin' } })).toBe('herausgenommen von: Verwalter');
    await showLanguage('en');
  });

  it('is given for a sensor too', async () => {
    const { sensorWords } = await load<{ sensorWords: (state: object, channel: string) => string }>('words.ts');
    const reason = channelReason({ kind: 'height-noisy', params: { mostMm: 11 } });
    const state = { channels: { height: { status: 'unreliable', reason }, force: { status: 'ok', reason: null } } };
    expect(sensorWords(state, 'force')).toBe('Load cell: well');
    await showLanguage('es');
    expect(sensorWords(state, 'height')).toBe(
      'Sensor de distancia: poco fiable (la altura tiene ruido (más de 1,1 cm): límpialo o cambia su blanco)',
    );
    await showLanguage('en');
  });

  it('that an older station stored has its own sentence', () => {
    expect(words({ kind: 'text', params: {}, text: 'samples are missing' })).toBe('samples are missing');
  });
});
