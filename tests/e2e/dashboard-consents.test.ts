/** What a member agrees to: asked once, in plain words; theirs alone to change; and what follows from it is said where it is missed. */
import { describe, expect, it } from 'vitest';
import { NO_CONSENTS } from '../../src/contracts/members.ts';
import { identity } from '../support/fake-access.ts';
import { makeSet } from '../support/messages.ts';
import { SCENES } from '../support/scenes.ts';
import {
  chromium,
  isDrawn,
  isLive,
  overflow,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

const SAYS = {
  en: {
    locale: 'en-GB',
    ask: 'What may this station do with your training?',
    curves: /^Keep my curves/,
    across: /^Share my history with other gyms/,
    save: 'Save my choice',
    later: 'Not now',
    saved: 'Your choice is saved.',
    choose: 'Choose',
    others: 'Only the member can change this.',
    off: /you have not agreed to keep your curves/,
    toMine: 'To my page',
    offOther: /Only the member can change this/,
    lost: /deleted because of their age/,
  },
  de: {
    locale: 'de-DE',
    ask: 'Was darf diese Station mit deinem Training tun?',
    curves: /^Meine Kurven behalten/,
    across: /^Meinen Verlauf mitnehmen/,
    save: 'Auswahl speichern',
    later: 'Nicht jetzt',
    saved: 'Deine Auswahl ist gespeichert.',
    choose: 'Auswählen',
    others: 'Nur das Mitglied selbst kann das ändern.',
    off: /Du hast nicht zugestimmt/,
    toMine: 'Zu meiner Seite',
    offOther: /Nur es selbst kann das ändern/,
    lost: /nach ihrer Zeit gelöscht/,
  },
};

describe.skipIf(!chromium)(`consents${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it.each(['en', 'de'] as const)(
    'are asked at the first sign-in at the bay, hold no set up, and are asked again until answered: %s',
    async (name) => {
      const says = SAYS[name];
      const { station, url, members, access } = await serve();
      access.here = identity('screen', { bays: ['bay-1'] });
      const page = await open(url, { context: { locale: says.locale } });
      await isLive(page);
      SCENES.member(station, 'bay-1');
      station.presence('bay-1', { consentsDue: true });
      const sheet = page.getByRole('dialog', { name: says.ask });
      await sheet.waitFor();
      expect(await sheet.getByRole('checkbox', { checked: true }).count()).toBe(0);
      SCENES.ascending(station, 'bay-1');
      await expect.poll(() => sheet.count()).toBe(0);
      await page.getByTestId('count').waitFor();
      station.state('bay-1', { set: null });
      await sheet.getByRole('checkbox', { name: says.curves }).check();
      await sheet.getByRole('checkbox', { name: says.across }).check();
      await sheet.getByRole('button', { name: says.save }).click();
      await page.getByText(says.saved).waitFor();
      expect(members.calls).toEqual(['consent bay-1 keepRecordings acrossGyms']);
      await expect.poll(() => sheet.count()).toBe(0);
    },
  );

  it('“not now” asks again at the next sign-in', async () => {
    const { station, url, members } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES.member(station, 'bay-1');
    station.presence('bay-1', { consentsDue: true });
    const sheet = page.getByRole('dialog', { name: SAYS.en.ask });
    await sheet.getByRole('button', { name: SAYS.en.later }).click();
    await expect.poll(() => sheet.count()).toBe(0);
    SCENES.member(station, 'bay-1'); // another session
    await sheet.waitFor();
    expect(members.calls).toEqual([]);
  });

  it('a question that was put off closes no other one, however late the browser says that it is closed', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    await page.evaluate(`
      document.addEventListener('close', (event) => {
        if (!event.isTrusted) return;
        event.stopImmediatePropagation();
        window.tellClosed = () => event.target.dispatchEvent(new Event('close'));
      }, true)`);
    SCENES.member(station, 'bay-1');
    station.presence('bay-1', { consentsDue: true });
    const sheet = page.getByRole('dialog', { name: SAYS.en.ask });
    await sheet.getByRole('button', { name: SAYS.en.later }).click();
    await expect.poll(() => page.evaluate('typeof window.tellClosed')).toBe('function');
    SCENES.member(station, 'bay-1'); // another session
    await sheet.waitFor();
    await page.evaluate('window.tellClosed()');
    await isDrawn(page);
    expect(await sheet.count()).toBe(1);
    // And a person still closes it.
    await page.evaluate('delete window.tellClosed');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('typeof window.tellClosed')).toBe('function');
    await page.evaluate('window.tellClosed()');
    await expect.poll(() => sheet.count()).toBe(0);
  });

  it.each(['en', 'de'] as const)('are asked on a phone too, and nobody else can change them: %s', async (name) => {
    const says = SAYS[name];
    const { url, members, access } = await serve();
    const mira = members.add({ alias: 'Mira', consentsAt: null });
    access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
    const page = await open(`${url}/me`, { size: 'phone', context: { locale: says.locale } });
    await page.getByRole('link', { name: says.choose }).click();
    await page.getByRole('checkbox', { name: says.curves }).check();
    await page.getByRole('button', { name: says.save }).click();
    await expect.poll(() => members.people.get(mira.id)?.consents).toEqual({ ...NO_CONSENTS, keepRecordings: true });
    members.people.set(mira.id, { ...members.people.get(mira.id)!, consentsAt: '2026-11-30T09:00:00.000Z' });
    access.here = identity('admin');
    await page.goto(`${url}/member/${mira.id}/me`);
    await page.getByText(says.others).waitFor();
    const switches = page.getByRole('switch');
    expect(await switches.count()).toBe(4);
    expect(await Promise.all((await switches.all()).map((one) => one.isDisabled()))).toEqual([true, true, true, true]);
  });

  it.each(['en', 'de'] as const)(
    'where curves are missing, the page says why and how to turn them on: %s',
    async (name) => {
      const says = SAYS[name];
      const { url, members, access, history } = await serve();
      const mira = members.add({ alias: 'Mira' });
      const theirs = makeSet('bay-1', { memberId: mira.id, hasRecording: false });
      const nobodys = makeSet('bay-1', { memberId: null, hasRecording: false });
      history.details.push({ set: theirs, reps: [] }, { set: nobodys, reps: [] });
      const page = await open(`${url}/set/${theirs.id}`, { size: 'phone', context: { locale: says.locale } });
      await page.getByText(says.offOther).waitFor();
      await page.goto(`${url}/set/${nobodys.id}`);
      await page.getByText(says.lost).waitFor();
      access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
      await page.goto(`${url}/set/${theirs.id}`);
      await page.getByText(says.off).waitFor();
      await page.getByRole('link', { name: says.toMine }).click();
      await page.getByRole('switch', { name: says.curves }).waitFor();
      members.people.set(mira.id, { ...mira, consents: { ...NO_CONSENTS, keepRecordings: true } });
      await page.goto(`${url}/set/${theirs.id}`);
      await page.getByText(says.lost).waitFor();
    },
  );

  const looks: [Size, 'dark' | 'light', string][] = [
    ['kiosk', 'dark', 'de-DE'],
    ['kiosk', 'light', 'es-ES'],
    ['phone', 'light', 'en-GB'],
    ['desktop', 'dark', 'en-GB'],
  ];
  it.each(looks)('the question is whole and accessible: %s, %s, %s', async (size, scheme, locale) => {
    const { station, url, members, access } = await serve();
    const page = await open(url, { size, scheme, context: { locale } });
    await isLive(page);
    SCENES.member(station, 'bay-1');
    station.presence('bay-1', { consentsDue: true });
    const save = page.locator('dialog[open] .touch').last();
    await save.waitFor();
    const look = async (name: string) => {
      await isDrawn(page);
      await shoot(page, `${name}-${size}-${scheme}-${locale}`);
      expect(await overflow(page)).toBe(false);
      expect(await violations(page)).toEqual([]);
    };
    await look('consents');
    const box = await save.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0), 'cut off').toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
    const mira = members.add({ alias: 'Mira', consentsAt: null });
    access.here = identity('member', { memberId: mira.id, alias: 'Mira' });
    await page.goto(`${url}/member/${mira.id}`);
    await page.getByTestId('ask-consents').waitFor();
    await look('ask-consents');
    await page.goto(`${url}/member/${mira.id}/me`);
    await page.getByTestId('first-consents').waitFor();
    await look('first-consents');
  });
});
