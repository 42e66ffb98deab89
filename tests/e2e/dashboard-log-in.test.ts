import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/web/problems.ts';
import { identity } from '../support/fake-access.ts';
import { fillHistory } from '../support/scenes.ts';
import {
  chromium,
  isLive,
  overflow,
  type Served,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

describe.skipIf(!chromium)(`log-in${whyNot}`, () => {
  const { serve, open } = useDashboard();

  /** A station to which nobody is known but Mira. */
  async function serveStrangers(): Promise<Served> {
    const served = await serve();
    served.access.here = null;
    const mira = served.members.add({ alias: 'Mira', login: 'mira', hasSecret: true });
    served.access.people.set('mira', {
      secret: '4711',
      identity: identity('member', { memberId: mira.id, alias: 'Mira' }),
    });
    return served;
  }

  it('lets a member in after a wrong PIN, and out again', async () => {
    const { url } = await serveStrangers();
    const page = await open(url, { size: 'phone', mayComplain: true });
    await page.getByLabel('Login name').fill('mira');
    await page.getByLabel('PIN or password').fill('0000');
    await page.keyboard.press('Enter');
    await page.getByText('The name or the PIN is wrong.').waitFor();
    await page.getByLabel('PIN or password').fill('4711');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Mira' }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
  });

  it('asks for the log-in again when the station has ended it, on pages of people, bays and sets', async () => {
    const served = await serveStrangers();
    fillHistory(served.history, 'bay-1');
    const theo = identity('trainer', { alias: 'Theo' });
    served.access.people.set('theo', { secret: 'long enough to be safe', identity: theo });
    const [newest] = served.history.details;
    const page = await open(served.url, { size: 'phone', mayComplain: true });
    for (const path of [`/member/${served.members.add().id}`, '/floor', `/set/${newest?.set.id}`]) {
      await page.goto(`${served.url}${path}`);
      await page.getByLabel('Login name').fill('theo');
      await page.getByLabel('PIN or password').fill('long enough to be safe');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: /^(Mira|Floor|Hip thrust)$/ }).waitFor();
      served.access.end(theo.credentialId ?? '');
      await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor();
    }
  });

  it('says how long to wait after too many tries, and hears none meanwhile', async () => {
    const served = await serveStrangers();
    served.access.logIn = async () => {
      throw new ProblemError('too-many-tries', { waitS: 3000 }, { retryAfterS: 3000 });
    };
    const page = await open(`${served.url}/log-in`, { size: 'phone', mayComplain: true });
    await page.getByLabel('Login name').fill('mira');
    await page.getByLabel('PIN or password').fill('0000');
    await page.keyboard.press('Enter');
    const button = page.getByRole('button', { name: 'Next try in 50 min' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
  });

  it('makes the first admin with the one-time code', async () => {
    const served = await serveStrangers();
    served.access.needsSetUp = true;
    const page = await open(served.url, { size: 'phone', mayComplain: true });
    await page.getByRole('button', { name: 'Set it up with the code' }).click();
    await page.getByLabel('One-time code').waitFor();
    // The address in the terminal begins with it, ready to be typed.
    await page.goto(`${served.url}/set-up`);
    await page.getByLabel('One-time code').waitFor();
    await page.keyboard.type('abcd-2345');
    expect(await page.getByLabel('One-time code').inputValue()).toBe('abcd-2345');
    await page.getByLabel('Your name on screens').fill('Ada');
    await page.getByLabel('Login name').fill('ada');
    await page.getByLabel('Password').fill('long enough to be safe');
    await shoot(page, 'set-up-code-phone-dark');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.waitForURL(`${served.url}/floor`);
    await isLive(page);
    expect([...served.access.people.keys()]).toContain('ada');
  });

  it('taps in by the code that a phone read: log in, tap in, done', async () => {
    const served = await serveStrangers();
    const page = await open(`${served.url}/claim/ABC234`, { size: 'phone', mayComplain: true });
    await page.getByLabel('Login name').fill('mira');
    await page.getByLabel('PIN or password').fill('4711');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Tap in here' }).click();
    await page.getByText(/^You are signed in at /).waitFor();
    expect(served.members.calls).toEqual(['claim ABC234']);
    await shoot(page, 'claim-phone-dark');
    expect(await violations(page)).toEqual([]);
  });

  it('hears a card reader that types on the page of a bay, and leaves a person who types alone', async () => {
    const { url, members } = await serve();
    const page = await open(url);
    await isLive(page);
    await page.keyboard.type('0412345678', { delay: 150 });
    await page.keyboard.press('Enter');
    expect(members.calls).toEqual([]);
    // As one task of the page: the keys of a reader come some milliseconds apart, also on a busy machine.
    await page.evaluate(
      "for (const key of [...'04A3B2C1D5E680', 'Enter']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))",
    );
    await expect.poll(() => members.calls).toEqual(['tap bay-1']);
  });

  const looks: [Size, 'dark' | 'light'][] = [
    ['phone', 'dark'],
    ['desktop', 'light'],
  ];
  it.each(looks)('is whole and accessible: %s, %s', async (size, scheme) => {
    const { url } = await serveStrangers();
    const page = await open(`${url}/log-in`, { size, scheme, mayComplain: true });
    await page.getByLabel('Login name').waitFor();
    await shoot(page, `log-in-${size}-${scheme}`);
    expect(await overflow(page), 'wider than the screen').toBe(false);
    expect(await violations(page)).toEqual([]);
  });
});
