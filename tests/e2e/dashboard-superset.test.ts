/** Exercises done in turn: written by a trainer, shown at the bay between two sets, and kept together on the member's page. */
import { describe, expect, it } from 'vitest';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeSet } from '../support/messages.ts';
import { SCENES } from '../support/scenes.ts';
import {
  chromium,
  cutOff,
  isDrawn,
  isLive,
  overflow,
  type Size,
  shoot,
  text,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const SAYS = {
  en: {
    locale: 'en-GB',
    edit: 'Change: Hip thrust',
    field: 'Superset',
    save: 'Save',
    saved: 'Saved. It applies from the next set on.',
    summary: /superset A1 · 3 × 8/,
    heading: 'Next set: Bulgarian split squat',
    turns: /^A1 Hip thrust 2 of 3\s+A2 Bulgarian split squat 1 of 3$/,
    ring: /no rest/,
    group: /^Superset A\n/,
  },
  de: {
    locale: 'de-DE',
    edit: 'Ändern: Hip Thrust',
    field: 'Supersatz',
    save: 'Speichern',
    saved: 'Gespeichert. Es gilt ab dem nächsten Satz.',
    summary: /Supersatz A1 · 3 × 8/,
    heading: /^Nächster Satz: /,
    turns: /^A1 .* 2 von 3\s+A2 .* 1 von 3$/s,
    ring: /weiter/,
    group: /^Supersatz A\n/,
  },
};

const LOOKS: [Size, 'dark' | 'light', 'de-DE' | 'es-ES'][] = [
  ['phone', 'dark', 'de-DE'],
  ['phone', 'light', 'es-ES'],
  ['kiosk', 'dark', 'de-DE'],
  ['kiosk', 'light', 'es-ES'],
];

describe.skipIf(!chromium)(`supersets${whyNot}`, () => {
  const { serve, open } = useDashboard();

  /** Mira has lifted two rounds of a superset and one set more today. */
  async function serveMira() {
    const served = await serve(new FakeStation());
    const mira = served.members.add({ alias: 'Mira', login: 'mira' });
    const places = [undefined, 'A1', 'A2', 'A1', 'A2'] as const;
    places.forEach((superset, index) => {
      const set = makeSet('bay-1', {
        memberId: mira.id,
        sessionId: '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a55',
        exercise: superset === 'A2' ? 'squat' : 'hip-thrust',
        startedAt: new Date(Date.now() + index - places.length).toISOString(),
        ...(superset && { superset }),
      });
      served.history.details.push({ set, reps: [] });
    });
    served.access.here = identity('trainer', { memberId: null, alias: 'Theo' });
    return { ...served, mira };
  }

  it.each(['en', 'de'] as const)('are written in a programme, and taken back: %s', async (name) => {
    const says = SAYS[name];
    const { url, mira, members } = await serveMira();
    const page = await open(`${url}/member/${mira.id}/programme`, { size: 'phone', context: { locale: says.locale } });
    const kept = () => members.plans.get(`${mira.id} hip-thrust`)?.superset;
    const write = async (value: string) => {
      await page.getByRole('button', { name: says.edit }).click();
      await page.getByLabel(says.field).selectOption(value);
      await page.getByRole('button', { name: says.save }).click();
      await page.getByText(says.saved).waitFor();
    };
    await write('A1');
    expect(kept()).toBe('A1');
    await page.getByText(says.summary).waitFor();
    await write('none');
    expect(kept()).toBeNull();
    await page.getByText(says.summary).waitFor({ state: 'detached' });
  });

  it.each(['en', 'de'] as const)(
    'say at the bay what comes next within the round, and that it has no rest: %s',
    async (name) => {
      const says = SAYS[name];
      const { station, url } = await serve();
      const page = await open(url, { context: { locale: says.locale } });
      await isLive(page);
      SCENES.superset(station, 'bay-1');
      await page.getByRole('heading', { name: says.heading }).waitFor();
      await expect.poll(() => text(page, 'superset')).toMatch(says.turns);
      await expect.poll(() => text(page, 'rest-ring')).toMatch(says.ring);
      const next = page.locator('[data-testid=superset] [aria-current=step]');
      expect(await next.count()).toBe(1);
      expect(await next.innerText()).toMatch(/^A2 /);
    },
  );

  it('finds room on a narrow phone also for the plates of each side, which come later', async () => {
    const { station, url } = await serve();
    const page = await open('about:blank', { context: { locale: 'de-DE', viewport: { width: 320, height: 568 } } });
    let letCome = () => {};
    const isLate = new Promise<void>((resolve) => (letCome = resolve));
    await page.route('**/plate-words*', async (route) => {
      await isLate;
      await route.continue();
    });
    await page.goto(url);
    await isLive(page);
    SCENES.superset(station, 'bay-1');
    station.presence('bay-1', { greeting: null });
    await page.getByRole('heading', { name: SAYS.de.heading }).waitFor();
    await isDrawn(page);
    const cutPx = () =>
      page
        .getByTestId('last-set')
        .evaluate((part: { scrollHeight: number; clientHeight: number }) => part.scrollHeight - part.clientHeight);
    expect(await cutPx()).toBeLessThanOrEqual(1);
    const before = await text(page, 'plan');
    letCome();
    await expect.poll(() => text(page, 'plan')).not.toBe(before);
    await isDrawn(page);
    expect(await cutPx()).toBeLessThanOrEqual(1);
  });

  it.each(['en', 'de'] as const)(
    'are kept together on the page of the member; another set stands alone: %s',
    async (name) => {
      const says = SAYS[name];
      const { url, mira } = await serveMira();
      const page = await open(`${url}/member/${mira.id}/history`, { size: 'phone', context: { locale: says.locale } });
      const group = page.getByTestId('history').getByTestId('superset');
      await group.waitFor();
      expect(await group.count()).toBe(1);
      expect(await group.innerText()).toMatch(says.group);
      expect(await group.locator('a.set').count()).toBe(4);
      expect(await page.getByTestId('history').locator('a.set').count()).toBe(5);
    },
  );

  it.each(LOOKS)('are shown whole at the bay, without a fault for axe: %s, %s, %s', async (size, scheme, locale) => {
    const { station, url } = await serve();
    const page = await open(url, { size, scheme, context: { locale } });
    await isLive(page);
    SCENES.superset(station, 'bay-1');
    await page.getByTestId('superset').waitFor();
    await isDrawn(page);
    await shoot(page, `superset-bay-${size}-${scheme}`);
    expect(await cutOff(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  it.each(LOOKS.slice(1, 3))(
    'are shown whole on the page of the member, without a fault for axe: %s, %s, %s',
    async (size, scheme, locale) => {
      const { url, mira } = await serveMira();
      const page = await open(`${url}/member/${mira.id}/history`, { size, scheme, context: { locale } });
      const group = page.getByTestId('superset');
      await group.waitFor();
      await group.scrollIntoViewIfNeeded();
      await shoot(page, `superset-history-${size}-${scheme}`);
      expect(await overflow(page)).toBe(false);
      expect(await violations(page)).toEqual([]);
    },
  );
});
