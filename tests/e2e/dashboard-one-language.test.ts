/** Three pages in German and in Spanish, busy and broken: no English word is on them. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { en } from '../../dashboard/src/locales/en.ts';
import { alertText } from '../../src/contracts/alerts.ts';
import { boardReason } from '../../src/contracts/board-reasons.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import { Diagnosis } from '../../src/contracts/diagnosis.ts';
import type { Alert } from '../../src/contracts/events.ts';
import { figureText } from '../../src/contracts/findings/figures.ts';
import { FAULTS } from '../../src/contracts/findings.ts';
import { type GreetingCode, greetingText } from '../../src/contracts/greetings.ts';
import { PROBLEMS } from '../../src/contracts/problems.ts';
import { ProblemError } from '../../src/web/problems.ts';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeLift } from '../support/lift.ts';
import { SCENES } from '../support/scenes.ts';
import { chromium, isDrawn, isLive, useDashboard, whyNot } from './dashboard-support.ts';

/** Everything that can be read or heard: texts, names for those who listen, placeholders, axes and their numbers. */
const readable = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // What the gym or a program has written is in any language.
      if (node.parentElement && !node.parentElement.closest('script, noscript, style, textarea, code, .log'))
        // Behind a choice of the configuration stands its word in the file.
        found.push((node.textContent ?? '').replace(node.parentElement.closest('.config option') ? / \\([^)]*\\)$/ : /$^/, ''));
    }
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'aria-valuetext'])
      for (const element of document.querySelectorAll('[' + name + ']')) found.push(element.getAttribute(name) ?? '');
    found.push(document.title);
    return found.map((text) => text.replaceAll(/\\s+/g, ' ').trim()).filter((text) => /\\p{L}{3}/u.test(text));
  })()`);

/** The words of a dictionary, whatever its texts are made of. */
function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  if (typeof value === 'function') {
    const given = [{ length: 0 }, 2, 2, 2].map((one) =>
      typeof one === 'object' ? new Proxy({}, { get: () => '' }) : one,
    );
    try {
      return wordsOf(String((value as (...params: unknown[]) => string)(...given)));
    } catch {
      return [];
    }
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : [];
}

/** Every text of English, as it stands alone. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

/** Words that only English has: what a reader of another language would stumble over. */
const ENGLISH =
  /\b(the|and|of|is|are|were|not|with|this|that|from|your|you|for|been|have|its|it|which|when|until|while|again|check|board|load cell|distance sensor|reps?|sets?|held|hold|kept|nobody|missing|unplugged|sends?|hello|goodbye|tap|card|reader)\b/i;

/** The same in German or Spanish, names of people, of parts and of programs. */
const SHARED = new Set(
  [
    ...[
      'Mira',
      'Theo',
      'Nova',
      'Lockout',
      'gym',
      'Gym',
      'bay-1',
      'Bay 1',
      'HX711',
      'VL53L1X',
      'MQTT',
      'Home Assistant',
    ],
    ...[
      'English',
      'Deutsch',
      'Español',
      'Hip Thrust',
      'Hip thrust',
      'Code',
      'System',
      'Name',
      'Standard',
      'Normal',
      'Board',
    ],
  ].map((word) => word.toLowerCase()),
);

const GREETING: GreetingCode = { kind: 'waits-in', params: { name: 'Mira' } };

const LANGUAGES = [
  ['de', 'de-DE'],
  ['es', 'es-ES'],
] as const;

describe.skipIf(!chromium)(`one language on a page${whyNot}`, () => {
  const { serve, open } = useDashboard();

  async function untranslated(page: Page, language: 'de' | 'es'): Promise<string[]> {
    await isDrawn(page);
    const own = new Set(wordsOf((await import(`../../dashboard/src/locales/${language}.ts`))[language]));
    const english = new Set(leavesOf(en).filter((text) => /\p{L}{3}/u.test(text)));
    const seen = [...new Set(await readable(page))];
    expect(seen.length).toBeGreaterThan(3);
    const isForeign = (text: string) => {
      if (SHARED.has(text.toLowerCase())) return false;
      if (english.has(text) && !wordsOf(text).every((word) => own.has(word))) return true;
      return ENGLISH.test(text.replaceAll(/\S*[._/-]\S*/g, '')) && !wordsOf(text).every((word) => own.has(word));
    };
    return seen.filter(isForeign);
  }

  const alertOf = (kind: 'storage-failing' | 'board-lost' | 'samples-lost' | 'calibration-unused'): Partial<Alert> => ({
    kind,
    severity: 'error',
    active: true,
    params: {},
    text: alertText({ kind, params: {} }),
  });

  it.each(LANGUAGES)('the screen of a bay, greeting, claimed and broken: %s', async (language, locale) => {
    const station = new FakeStation();
    const { url } = await serve(station);
    const page = await open(url, { size: 'hd', context: { locale } });
    await isLive(page);
    const scenes = ['member', 'question', 'coached', 'unknown-card', 'sensor-lost', 'board-lost', 'last-set'] as const;
    for (const scene of scenes) {
      SCENES[scene](station, 'bay-1');
      expect(await untranslated(page, language), scene).toEqual([]);
    }
    const message = { ...GREETING, text: greetingText(GREETING) };
    station.presence('bay-1', { greeting: { at: new Date().toISOString(), result: 'waits', message } });
    const hangs = boardReason({ kind: 'hangs', params: {} });
    const garbled = boardReason({
      kind: 'sensor-garbled',
      params: { sensor: 'load', part: 'HX711', pins: '4, 5' },
    });
    station.state('bay-1', { board: { state: 'degraded', reasons: [hangs, garbled] } });
    for (const kind of ['storage-failing', 'board-lost', 'samples-lost', 'calibration-unused'] as const) {
      station.alert('bay-1', alertOf(kind));
      expect(await untranslated(page, language), kind).toEqual([]);
    }
  });

  it.each(LANGUAGES)('what an admin sees, the doctor and a configuration with faults: %s', async (language, locale) => {
    const station = new FakeStation();
    const findings = (['hx711-slow', 'link-damaged', 'board-degraded', 'lag-unknown'] as const).map((id) => {
      const figure = { kind: 'damaged', params: { damaged: 3, messages: 100 } } as const;
      const coded = { ...figure, text: figureText(figure) };
      const { severity, title, meaning, remedy } = FAULTS[id];
      const measured = [id === 'board-degraded' ? boardReason({ kind: 'fell-silent', params: {} }) : coded];
      const figures = { measured, expected: [{ kind: 'none', params: {}, text: 'none' } as const] };
      const shown = { measured: measured[0]!.text, expected: 'none' };
      return { id, about: 'board', severity, title, meaning, remedy, ...shown, figures } as const;
    });
    station.diagnose = async (bay) => ({ ...exampleOf(Diagnosis), bay, findings });
    const { url, members } = await serve(station);
    const context = { locale };
    const page = await open(`${url}/admin/system`, { size: 'desktop', context });
    await page.locator('.facts').first().waitFor();
    expect(await untranslated(page, language), 'system').toEqual([]);

    const doctor = await open(`${url}/set-up/bay-1`, { size: 'desktop', context });
    await doctor.getByRole('button', { name: language === 'de' ? 'Weiter' : 'Siguiente' }).click();
    await doctor.locator('section.panel .button[data-kind=main]').first().click();
    await doctor.locator('.finding').nth(3).waitFor();
    expect(await untranslated(doctor, language), 'doctor').toEqual([]);

    members.administration.saveConfig = async () => {
      const params = { name: 'web.port', given: '99999', least: 0, most: 65535, unit: '' };
      const text = 'line 4: web.port is 99999, but must be a whole number from 0 to 65535';
      const fault = { line: 4, variable: '', kind: 'not-whole-in-range', params, text } as const;
      throw new ProblemError('bad-configuration', { file: 'lockout.yaml' }, { faults: [fault] });
    };
    const config = await open(`${url}/admin/config`, { size: 'desktop', context, mayComplain: true });
    await config.locator('.config summary').first().waitFor();
    for (const summary of await config.locator('.config > div > details > summary, .config details > summary').all())
      if (await summary.isVisible()) await summary.click();
    await config.locator('.config button[type=submit]').click();
    await config.locator('[role=alert] .fault').waitFor();
    expect(await untranslated(config, language), 'configuration').toEqual([]);
  });

  it.each(LANGUAGES)('the page of a member, with curves, and when it fails: %s', async (language, locale) => {
    const served = await serve(new FakeStation());
    const { members, history, access, url } = served;
    const mira = members.add({ alias: 'Mira', cards: 1, login: 'mira' });
    const { detail, recording } = makeLift('bay-1', { startedAt: new Date(Date.now() - 60_000) });
    detail.set.memberId = mira.id;
    history.details.push(detail);
    history.recordings.set(detail.set.id, recording);
    access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
    const page = await open(`${url}/member/${mira.id}`, { size: 'desktop', context: { locale }, mayComplain: true });
    await page.locator('.page h1, h1').first().waitFor();
    expect(await untranslated(page, language), 'member').toEqual([]);
    for (const path of ['history', 'trends', 'me']) {
      await page.goto(`${url}/member/${mira.id}/${path}`);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await untranslated(page, language), path).toEqual([]);
    }
    members.memberHistory.sets = async () => {
      throw new ProblemError('storage-failing', { reason: 'the disk is full' });
    };
    await page.goto(`${url}/member/${mira.id}/history`);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await untranslated(page, language), 'failing').toEqual([]);
  });

  it('the check sees an English sentence', () => {
    expect(ENGLISH.test(PROBLEMS['no-such-code'].text({}))).toBe(true);
    expect(ENGLISH.test('Die Platine wurde ausgesteckt. Steck sie wieder ein.')).toBe(false);
    expect(ENGLISH.test('La placa se ha desenchufado. Enchúfala otra vez.')).toBe(false);
  });
});
