/** What a lifter does at the bay with a thumb: few, large, each with its way back, and nothing twice by accident. */
import type { Page } from 'playwright-core';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { FakeStation } from '../support/fake-station.ts';
import { fillHistory, SCENES } from '../support/scenes.ts';
import {
  chromium,
  cutOff,
  isDrawn,
  isLive,
  overflow,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const THUMB_PX = 64;

/** What can be touched in this part and is smaller than a thumb. */
const tooSmall = (page: Page, part: string) =>
  page.locator(part).evaluate(
    (element, least) =>
      [...element.querySelectorAll('button')]
        .map((button) => ({ name: button.textContent, box: button.getBoundingClientRect() }))
        .filter(({ box }) => box.width < least - 0.5 || box.height < least - 0.5)
        .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`),
    THUMB_PX,
  );

const SAYS = {
  en: {
    locale: 'en-GB',
    open: /^Menu of the bay/,
    load: 'Load on the bar',
    yes: 'Yes',
    notMine: 'Not mine',
    end: /^End the set/,
    ended: 'The set was ended.',
    restart: /^Restart the set/,
    restarted: 'The set was restarted.',
    undo: 'Undo',
    undone: 'Undone.',
    exercise: /^Exercise/,
    squat: 'Squat',
    squatNow: 'The exercise is Squat now.',
    add: (plate: string) => `Add ${plate} kg on each side`,
    use: (load: string) => `Use ${load} kg`,
    loadNow: (load: string) => `The load is ${load} kg now.`,
    loadTile: /^Load/,
    heavy: '97.5',
    light: '2.5',
    drop: /^Last rep doesn’t count/,
    dropped: 'Rep 10 doesn’t count any more.',
    signOut: /^Sign out/,
    signedOut: /^Mira is signed out\. Undo within/,
    stay: 'Stay signed in',
  },
  de: {
    locale: 'de-DE',
    open: /^Menü des Platzes/,
    load: 'Last auf der Stange',
    yes: 'Ja',
    notMine: 'Nicht meiner',
    end: /^Satz beenden/,
    ended: 'Der Satz wurde beendet.',
    restart: /^Satz neu beginnen/,
    restarted: 'Der Satz beginnt neu.',
    undo: 'Rückgängig',
    undone: 'Zurückgenommen.',
    exercise: /^Übung/,
    squat: 'Kniebeuge',
    squatNow: 'Die Übung ist jetzt Kniebeuge.',
    add: (plate: string) => `${plate} kg je Seite auflegen`,
    use: (load: string) => `${load} kg nehmen`,
    loadNow: (load: string) => `Die Last ist jetzt ${load} kg.`,
    loadTile: /^Last/,
    heavy: '97,5',
    light: '2,5',
    drop: /^Letzte Wdh. zählt nicht/,
    dropped: 'Nr. 10 zählt nicht mehr.',
    signOut: /^Abmelden/,
    signedOut: /^Mira ist abgemeldet\. Rückgängig noch/,
    stay: 'Angemeldet bleiben',
  },
};

describe.skipIf(!chromium)(`bay screen, touched${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it.each(['en', 'de'] as const)(
    'loads by plates, chooses, ends, restarts, drops a rep and signs out, and takes each back: %s',
    async (name) => {
      const says = SAYS[name];
      const { station, url, members, history } = await serve(undefined, 0, (kept) => fillHistory(kept));
      const page = await open(url, { context: { locale: says.locale } });
      await isLive(page);
      const press = (label: string | RegExp) => page.getByRole('button', { name: label, exact: true }).click();
      const menu = () => press(says.open);

      SCENES['member-resting'](station, 'bay-1');
      await menu();
      await press(says.loadTile);
      await page.getByRole('dialog', { name: says.load }).waitFor();
      // What is planned hangs on the bar already: 82.5 kg.
      await expect.poll(() => page.getByTestId('plates-total').innerText()).toMatch(/^82[.,]5 kg/);
      await press(says.add('5'));
      await press(says.add(says.light));
      expect(await tooSmall(page, 'dialog[open]')).toEqual([]);
      await press(says.use(says.heavy));
      await page.getByText(says.loadNow(says.heavy)).waitFor();
      await press(says.undo);
      await page.getByText(says.undone).waitFor();
      expect(station.calls).toEqual(['setLoad bay-1 97.5', 'setLoad bay-1 null']);

      await menu();
      await press(says.exercise);
      expect(await tooSmall(page, 'dialog[open]')).toEqual([]);
      await press(says.squat);
      await page.getByText(says.squatNow).waitFor();
      await press(says.undo);
      await expect.poll(() => station.calls.at(-1)).toBe('selectExercise bay-1 hip-thrust');

      const { lastSet, reps } = station.bay('bay-1')!;
      history.details.unshift({ set: lastSet!, reps });
      await menu();
      await press(says.drop);
      await page.getByText(says.dropped).waitFor();
      await press(says.undo);
      await page.getByText(says.undone).waitFor();
      expect(members.rows.map(({ kind }) => kind)).toEqual(['exclude-rep', 'undo']);

      await menu();
      await press(says.signOut);
      await expect.poll(() => members.calls).toContain('end bay-1');
      station.presence('bay-1', {
        kind: 'none',
        memberId: null,
        alias: null,
        sessionId: null,
        plan: null,
        signOutUndo: { alias: 'Mira', until: new Date(Date.now() + 25_000).toISOString() },
      });
      await page.getByText(says.signedOut).waitFor();
      await press(says.stay);
      await expect.poll(() => members.calls).toContain('undoEnd bay-1');

      station.presence('bay-1', { signOutUndo: null });
      SCENES.ascending(station, 'bay-1');
      await menu();
      await press(says.restart);
      await page.getByText(says.restarted).waitFor();
      await press(says.undo);
      await page.getByText(says.undone).waitFor();
      await menu();
      await press(says.end);
      await page.getByText(says.ended).waitFor();
      expect(station.calls.at(-1)).toBe('endSet bay-1');
      // It stays until the next set begins, and not longer.
      SCENES.ascending(station, 'bay-1');
      await expect.poll(() => page.getByText(says.ended).count()).toBe(0);
    },
  );

  it.each(['en', 'de'] as const)(
    'asks whose a set is, and keeps the way back on the screen until the next one begins: %s',
    async (name) => {
      const says = SAYS[name];
      const { station, url, members } = await serve();
      const page = await open(url, { context: { locale: says.locale } });
      await isLive(page);
      SCENES.question(station, 'bay-1');
      const [question] = station.bay('bay-1')!.presence!.questions;
      await page.getByRole('button', { name: says.yes, exact: true }).click();
      await expect.poll(() => members.calls).toEqual([`answer bay-1 ${question!.setId} true`]);
      station.presence('bay-1', { questions: [{ ...question!, answer: 'claimed', tapUntil: null }] });
      expect(await tooSmall(page, '[data-testid=set-questions]')).toEqual([]);
      await page.getByRole('button', { name: says.notMine, exact: true }).click();
      await expect.poll(() => members.calls.at(-1)).toBe(`answer bay-1 ${question!.setId} false`);
      station.presence('bay-1', { questions: [] });
      await expect.poll(() => page.getByTestId('set-questions').count()).toBe(0);
    },
  );

  it('a second touch in the same moment reaches nothing', async () => {
    const { station, url, members } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES.member(station, 'bay-1');
    SCENES.ascending(station, 'bay-1');
    const button = page.getByRole('button', { name: /^Menu of the bay/ });
    // In the instant in which each of them comes under the thumb.
    await page.evaluate(`{
      globalThis.early = [];
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const node of addedNodes)
            for (const one of node.querySelectorAll?.('.tiles button, .done-bar button') ?? []) {
              early.push(one.textContent);
              one.click();
            }
      }).observe(document.body, { subtree: true, childList: true });
    }`);
    await button.click();
    const tiles = page.locator('.tiles button');
    await expect.poll(() => page.evaluate('early.length')).toBeGreaterThan(3);
    expect(await page.locator('dialog[open]').count()).toBe(1);
    expect([station.calls, members.calls]).toEqual([[], []]);
    await tiles.first().dblclick();
    await page.getByText('The set was ended.').waitFor();
    expect(station.calls.filter((call) => call.startsWith('endSet'))).toHaveLength(1);
    expect(members.calls).toEqual([]);
  });

  it('says why something was not done', async () => {
    const { station, url, history } = await serve();
    const page = await open(url, { mayComplain: true });
    await isLive(page);
    SCENES['member-resting'](station, 'bay-1');
    expect(history.details).toEqual([]);
    await page.getByRole('button', { name: /^Menu of the bay/ }).click();
    await page.getByRole('button', { name: /^Last rep/ }).click();
    await page.getByText(/no set|no longer exists/i).waitFor();
  });

  it('in pounds: plates as they are stamped, to half a pound', async () => {
    const { station, url } = await serve();
    const page = await open('about:blank');
    await page.addInitScript(`localStorage.setItem('lockout-settings', '{"units":"lb"}')`);
    await page.goto(url);
    await isLive(page);
    const platesKg = [45, 35, 25, 10, 5, 2.5, 1.25].map((lb) => lb * 0.45359237);
    station.state('bay-1', { plateSet: { unit: 'lb', barKg: 45 * 0.45359237, platesKg } });
    await page.getByRole('button', { name: /^Menu of the bay/ }).click();
    await page.getByRole('button', { name: /^Load/ }).click();
    for (const plate of ['45', '1.25'])
      await page.getByRole('button', { name: `Add ${plate} lb on each side` }).click();
    await page.getByRole('button', { name: 'Use 137.5 lb' }).click();
    await page.getByText('The load is 137.5 lb now.').waitFor();
    await expect.poll(() => page.getByTestId('load').innerText()).toMatch(/137\.5\s*lb/);
    expect(station.bay('bay-1')!.state.enteredLoadKg).toBeCloseTo(62.369, 3);
    station.alert('bay-1', {
      kind: 'load-disagrees',
      severity: 'warning',
      params: { measuredKg: 80, enteredKg: 62.369 },
      text: 'The scale shows about 80 kg.',
    });
    const alert = page.locator('.note', { hasText: 'Load does not fit' });
    await expect.poll(() => alert.innerText()).toMatch(/about 176\.5 lb, but 137\.5 lb was entered/);
    expect(await alert.innerText()).not.toMatch(/kg/);
  });

  const looks: [Size, 'dark' | 'light', string][] = [
    ['kiosk', 'dark', 'de-DE'],
    ['kiosk', 'light', 'en-GB'],
    ['phone', 'light', 'de-DE'],
    ['desktop', 'dark', 'es-ES'],
    ['portrait', 'dark', 'en-GB'],
  ];
  it.each(looks)('is whole, large and accessible: %s, %s, %s', async (size, scheme, locale) => {
    const station = new FakeStation({ 'bay-1': 'Bay 1' });
    const { url } = await serve(station);
    const page = await open(url, { size, scheme, context: { locale } });
    await isLive(page);
    SCENES['member-resting'](station, 'bay-1');
    const look = async (name: string, part: string) => {
      await isDrawn(page);
      await shoot(page, `touch-${name}-${size}-${scheme}-${locale}`);
      expect(await tooSmall(page, part), name).toEqual([]);
      expect(await overflow(page), name).toBe(false);
      expect(await violations(page), name).toEqual([]);
    };
    const tile = (n: number) => page.locator('.tiles button').nth(n);
    await page.locator('.controls-button').click();
    await tile(0).waitFor();
    await look('menu', 'dialog[open]');
    await tile(0).click();
    await page.getByTestId('plates-total').waitFor();
    await look('plates', 'dialog[open]');
    const use = await page.locator('.plates__end button').last().boundingBox();
    expect((use?.y ?? 0) + (use?.height ?? 0), 'cut off').toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
    await page.keyboard.press('Escape');
    await page.locator('.controls-button').click();
    await tile(1).click();
    await look('exercise', 'dialog[open]');
    await page.keyboard.press('Escape');
    station.presence('bay-1', {
      questions: (['claimed', 'declined', 'open'] as const).map((answer, index) => ({
        setId: v7(),
        endedAt: new Date(Date.now() - (index + 1) * 70_000).toISOString(),
        countedReps: 8,
        answer,
        tapUntil: null,
      })),
    });
    await page.getByTestId('set-questions').waitFor();
    await look('questions', '[data-testid=set-questions]');
    SCENES.ascending(station, 'bay-1');
    station.presence('bay-1', { questions: [] });
    await page.getByTestId('count').waitFor();
    await isDrawn(page);
    expect(await cutOff(page)).toEqual([]);
    await page.locator('.controls-button').click();
    await tile(0).waitFor();
    await look('menu-in-set', 'dialog[open]');
  });
});
