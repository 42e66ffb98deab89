/** What happens once and is worth a sound: a personal best, the end of the rest, the end of the programme; and one sentence of coaching. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { coachingWithText } from '../../src/contracts/coaching.ts';
import { makeSet } from '../support/messages.ts';
import { SCENES } from '../support/scenes.ts';
import { chromium, isLive, text, useDashboard, whyNot } from './dashboard-support.ts';

const SAYS = {
  en: {
    locale: 'en-GB',
    best: 'Personal best',
    heaviest: /82\.5 kg heaviest\s+before: 80 kg/,
    hold: /1\.2 s longest hold\s+before: 1\.1 s/,
    coaching: 'Lockout missing from rep 9 on (2.1 cm short): stop there, or load less.',
    rest: /1:\d\d\s+of 2:00/,
    over: /rest is over/,
    done: /^Programme done/,
    setDone: 'Set done',
  },
  de: {
    locale: 'de-DE',
    best: 'Bestleistung',
    heaviest: /82,5 kg höchste Last\s+bisher 80 kg/,
    hold: /1,2 s längstes Halten\s+bisher 1,1 s/,
    coaching: 'Ab Nr. 9 fehlte die Streckung (2,1 cm): Hör dort auf, oder nimm weniger Last.',
    rest: /1:\d\d\s+von 2:00/,
    over: /Pause vorbei/,
    done: /^Programm geschafft/,
    setDone: 'Satz fertig',
  },
};

const lastSound = (page: Page) => page.evaluate<string | undefined>('document.documentElement.dataset.lastSound');

describe.skipIf(!chromium)(`the moment after a set${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it.each(['en', 'de'] as const)(
    'tells a personal best with a sound, the rest, one sentence, and the end of the programme: %s',
    async (name) => {
      const says = SAYS[name];
      const { station, url } = await serve();
      const page = await open(url, { context: { locale: says.locale } });
      await isLive(page);
      await page.locator('.bay').click({ position: { x: 5, y: 5 } }); // browsers want a touch first
      SCENES['member-resting'](station, 'bay-1');
      await page.getByRole('heading', { name: says.setDone }).waitFor();
      await expect.poll(() => text(page, 'rest-ring')).toMatch(says.rest);
      await expect.poll(() => lastSound(page)).toBe('setDone');

      const setId = station.bay('bay-1')!.lastSet!.id;
      const review = { setId, bests: [], coaching: null, programmeDone: false };
      station.presence('bay-1', {
        review: {
          ...review,
          bests: [
            { kind: 'load', value: 82.5, before: 80, loadKg: 82.5 },
            { kind: 'hold', value: 1.2, before: 1.1, loadKg: null },
          ],
          coaching: coachingWithText({ kind: 'lockout-lost', params: { n: 9, shortMm: 21 } }),
        },
      });
      await page.getByRole('heading', { name: says.best }).waitFor();
      await expect.poll(() => lastSound(page)).toBe('best');
      const bests = () => text(page, 'bests');
      await expect.poll(bests).toMatch(says.heaviest);
      expect(await bests()).toMatch(says.hold);
      await page.getByText(says.coaching).waitFor();
      expect(await page.locator('.coaching').count()).toBe(1);

      // The rest of two minutes ends while somebody looks.
      const { lastSet } = station.bay('bay-1')!;
      station.set('bay-1', {
        ...lastSet!,
        revision: lastSet!.revision + 1,
        endedAt: new Date(Date.now() - 119_000).toISOString(),
      });
      const beat = setInterval(() => station.frame('bay-1', {}), 200);
      await expect.poll(() => lastSound(page)).toBe('restOver');
      await expect.poll(() => text(page, 'rest-ring')).toMatch(says.over);
      clearInterval(beat);

      // Another set begins, and nothing of that stays; the one after it is the last for today.
      SCENES.ascending(station, 'bay-1');
      await page.getByTestId('count').waitFor();
      const last = makeSet('bay-1', {
        memberId: station.bay('bay-1')!.session.memberId,
        startedAt: new Date().toISOString(),
        endedAt: new Date().toISOString(),
      });
      const { plan } = station.bay('bay-1')!.presence!;
      station.state('bay-1', { set: null });
      station.set('bay-1', last);
      station.presence('bay-1', {
        plan: { ...plan!, setsDone: 3 },
        review: { ...review, setId: last.id, programmeDone: true },
      });
      await expect.poll(() => text(page, 'programme-done')).toMatch(says.done);
      await expect.poll(() => lastSound(page)).toBe('programmeDone');
      expect(await page.getByText(says.best).count()).toBe(0);
    },
  );

  it('is nobody else’s: a review of a set that is not shown says nothing', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES.best(station, 'bay-1');
    await page.getByText('Personal best').waitFor();
    const review = station.bay('bay-1')!.presence!.review;
    SCENES.member(station, 'bay-1');
    station.presence('bay-1', { review });
    await expect.poll(() => page.getByText('Personal best').count()).toBe(0);
  });
});
