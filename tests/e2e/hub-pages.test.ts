/** The pages of a hub in a real Chromium, on a real PostgreSQL; the gyms are what the test says. */
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Command } from '../../src/contracts/hub-commands.ts';
import type { PersonFields } from '../../src/contracts/hub-people.ts';
import { FakeStation } from '../support/fake-station.ts';
import { missingBroker, Sender, useHub } from '../support/hub.ts';
import { HubVisitor, SECRET } from '../support/hub-visitor.ts';
import { makeLift } from '../support/lift.ts';
import { SCENES } from '../support/scenes.ts';
import { DASHBOARD } from '../support/station.ts';
import { until } from '../support/until.ts';
import { isDrawn, overflow, type Size, shoot, useChromium, violations, whyNot } from './dashboard-support.ts';

const why = missingBroker || whyNot;

describe.skipIf(why)(`pages of a hub${why}`, () => {
  const at = useHub({ dashboardDir: DASHBOARD, isLive: true });
  const { open } = useChromium();

  /** A gym with a set, a member, and a controller that says how it is. */
  async function gym(name = 'north') {
    const sender = await Sender.pair(at, name);
    const health = {
      firmware: [{ bay: sender.bay, version: '1.4.0' }],
      ...{ alerts: 1, diskFreeBytes: 12.4e9, diskTotalBytes: 31e9 },
    };
    const set = sender.set(1);
    const member = newId();
    await sender.send([set, sender.member(2, member, { alias: `Mira ${sender.id.slice(-2)}` })]);
    await sender.send([], { health });
    return { sender, set, member };
  }

  /** The page of somebody who has logged in. */
  async function enter(path: string, visitor: HubVisitor, options: Parameters<typeof open>[1] = {}): Promise<Page> {
    const page = await open(`${at.page}/log-in`, options);
    const [name, value] = visitor.cookie.split('=') as [string, string];
    await page.context().addCookies([{ name, value, url: at.page }]);
    await page.goto(at.page + path);
    return page;
  }

  /** Shows a station's bay at the hub as its controller does, as long as somebody looks. */
  async function show(sender: Sender, scene: keyof typeof SCENES): Promise<{ station: FakeStation; again(): void }> {
    const station = new FakeStation({ [sender.bay]: 'Window' });
    SCENES[scene](station, sender.bay);
    const { watch } = await until(async () => {
      const page = await sender.feed();
      return page.watch && page;
    });
    const link = sender.live(() => again());
    onTestFinished(() => link.stop());
    const again = () => void link.send({ bays: station.bays().map((one) => ({ ...one, presence: null })), frames: [] });
    link.open(watch!.broker);
    return { station, again };
  }

  it('the first admin comes in by the code, sees the chain, takes a code for a controller, accepts it and revokes it', async () => {
    const code = (await at.hub.accounts.newSetUpCode())!;
    const page = await open(`${at.page}/set-up`, { size: 'desktop', mayComplain: true });
    await page.getByLabel('One-time code').fill(code);
    await page.getByLabel('Login name').fill('ada');
    await page.getByLabel('Password').fill(SECRET);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByTestId('gym-north').waitFor();
    await page.getByRole('link', { name: 'Fleet' }).click();
    await page.getByText('No controller yet').waitFor();
    await page.getByLabel('Gym', { exact: true }).selectOption('south');
    await page.getByRole('button', { name: 'Take a code' }).click();
    expect(await page.getByTestId('code').innerText()).toMatch(/^[A-Z2-7-]{48}$/);
    await page.getByText(`npx lockout hub pair ${at.url} `).waitFor();
    const pending = await Sender.pair(at, 'south', false);
    await page.getByRole('button', { name: `Accept ${pending.id}` }).click();
    await page.getByText('accepted', { exact: true }).waitFor();
    await pending.send([]);
    await page.getByRole('button', { name: `Revoke ${pending.id}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
    await expect(pending.send([])).rejects.toThrow(/revoked/);
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('link', { name: 'Changes' }).click();
    await page.getByTestId('hub-changes').getByText(`revoked controller ${pending.id} (south)`).waitFor();
    await page.getByRole('button', { name: 'Log out' }).first().click();
    await page.getByLabel('Login name').fill('ada');
    await page.getByLabel('Password').fill('not-the-secret');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('The name or the PIN is wrong.').waitFor();
  }, 180_000);

  it('the floor of a gym is live; a set is ended from afar, and what came of it is said', async () => {
    const admin = await HubVisitor.admin(at);
    const { sender } = await gym();
    const page = await enter('/', admin, { size: 'desktop' });
    await page.getByTestId('gym-north').click();
    await page.getByText('Waiting for the gym').waitFor();
    const { station, again } = await show(sender, 'ascending');
    const card = page.getByTestId('gym-floor').getByRole('link', { name: /Window/ });
    await card.waitFor();
    await shoot(page, 'hub-floor-desktop');
    await card.click();
    await page.getByRole('button', { name: 'End the set' }).click();
    await page.getByText('The command is on its way.').waitFor();
    const command = await until(async () => (await sender.feed()).commands[0]);
    expect(command).toMatchObject({ issuer: 'ada', wanted: { kind: 'end-set', bay: sender.bay } } as Partial<Command>);
    const problem = { kind: 'no-set', params: { bay: sender.bay } };
    await sender.post('/api/v1/results', { results: [{ id: command.id, outcome: 'refused', problem }] });
    const row = page.getByTestId('commands').getByRole('listitem').first();
    await row.getByText('not done').waitFor();
    await row.getByText(/has no set in progress/).waitFor();
    await isDrawn(page);
    await shoot(page, 'hub-bay-desktop');
    station.state(sender.bay, { set: null });
    again();
    await expect.poll(() => page.getByRole('button', { name: 'End the set' }).isDisabled()).toBe(true);
  });

  it('a set is corrected by its gym: it says so while it waits, and shows the new count when the gym has sent it', async () => {
    const admin = await HubVisitor.admin(at);
    const { sender, set, member } = await gym();
    const page = await enter(`/set/${set.id}`, admin, { size: 'phone', scheme: 'light' });
    await page.getByRole('button', { name: 'Don’t count movement 2' }).click();
    await page.getByText('waiting for the gym').waitFor();
    const { wanted, id } = await until(async () => (await sender.feed()).commands[0]);
    expect(wanted).toMatchObject({ kind: 'correct', setId: set.id, correction: { kind: 'exclude-rep' } });
    const doc = set.doc as { reps: { id: string; correction?: string }[] };
    const reps = doc.reps.map((rep, n) => ({ ...rep, correction: n === 1 ? 'excluded' : null }));
    const revised = { ...set, seq: 3, revision: 2, doc: { ...set.doc, reps, revision: 2, countedReps: 1 } } as never;
    await sender.send([revised]);
    await sender.post('/api/v1/results', { results: [{ id, outcome: 'done', problem: null }] });
    await page.getByRole('button', { name: 'Count movement 2', exact: true }).waitFor();
    await page.getByText('done', { exact: true }).waitFor();
    await page.getByLabel('Give it to another member: search by name').fill(`mira ${sender.id.slice(-2)}`);
    await page.getByRole('button', { name: /^Mira/ }).click();
    const gift = await until(async () => (await sender.feed()).commands[0]);
    expect(gift.wanted).toMatchObject({ correction: { kind: 'owner', memberId: member } });
    await isDrawn(page);
    await shoot(page, 'hub-set-phone-light');
    expect(await overflow(page)).toBe(false);
    expect(await violations(page)).toEqual([]);
  });

  /** A set as the page of a station has it, with its recording, from a controller that answers when the test says so. */
  async function lifted(change: Partial<PersonFields> = {}) {
    const sender = await Sender.pair(at);
    const memberId = newId();
    const lift = makeLift(sender.bay, { reps: 6 });
    const { site: _, memberId: __, sessionId: ___, note: ____, ...set } = lift.detail.set;
    const doc = { ...set, hasRecording: true, reps: lift.detail.reps.map(({ v: _, ...rep }) => rep) } as never;
    const person = { memberId, sessionId: null, note: '' };
    const alias = `Noor ${sender.id.slice(-2)}`;
    await sender.send([sender.member(1, memberId, { alias, keepRecordings: true, ...change })]);
    const sent = { ...sender.set(2, { id: set.id, person, revision: set.revision }), doc };
    await sender.send([sent]);
    const answer = async (result: object) => {
      const { id } = await until(async () => (await sender.feed()).commands[0]);
      await sender.post('/api/v1/results', { results: [{ id, problem: null, ...result }] });
    };
    return { ...{ sender, lift, memberId, id: set.id, answer } };
  }

  it.each([
    ['phone', 'light', 'es'],
    ['kiosk', 'dark', 'de'],
    ['desktop', 'dark', 'en'],
  ] as const)(
    'the curves of a set come from its gym when they are asked for: %s, %s, %s',
    async (size, scheme, language) => {
      const admin = await HubVisitor.admin(at);
      const { lift, id, answer } = await lifted();
      const page = await enter('/log-in', admin, { size });
      await page.evaluate(`localStorage.setItem('lockout-settings', '${JSON.stringify({ scheme, language })}')`);
      await page.goto(`${at.page}/set/${id}`);
      const part = page.getByTestId('curves');
      await part.waitFor();
      const looks = async (name: string) => {
        await isDrawn(page);
        await shoot(page, `hub-curves-${name}-${size}-${scheme}-${language}`);
        expect(await overflow(page), `${name}: wider than the screen`).toBe(false);
        expect(await violations(page), `${name}: axe`).toEqual([]);
      };
      await looks('to-ask');
      await part.getByRole('button').click();
      await expect.poll(() => part.getByRole('button').isDisabled()).toBe(true);
      await looks('asked');
      await answer({ outcome: 'done', recording: lift.recording.toString('base64') });
      await page.locator('.charts canvas').first().waitFor();
      await looks('here');
      await page.getByTestId('rep-table').getByRole('button').nth(2).click();
      await looks('rep');
    },
  );

  it('why a set has no curves is said: no consent, not kept, no connection, no answer, not shared', async () => {
    const admin = await HubVisitor.admin(at);
    const silent = await lifted({ keepRecordings: false });
    const page = await enter(`/set/${silent.id}`, admin, { size: 'phone' });
    await page.getByText('No curve: the member has not agreed to keep curves.').waitFor();
    const { sender, id, answer } = await lifted();
    await page.goto(`${at.page}/set/${id}`);
    const part = page.getByTestId('curves');
    const show = page.getByRole('button', { name: 'Show the curves' });
    await show.click();
    await part.getByText('Asked. The gym usually answers within seconds.').waitFor();
    await at.hub.pool.query(`UPDATE controllers SET heard_at = now() - interval '2 h' WHERE id = $1`, [sender.id]);
    await part.getByText(/has no connection \(heard 2 h ago\)\. Check that it is on/).waitFor();
    await part.getByText('The curves come as soon as it is connected').waitFor();
    await isDrawn(page);
    await shoot(page, 'hub-curves-silent-phone');
    await at.hub.pool.query(`UPDATE commands SET expires_at = now() - interval '1 s' WHERE set_id = $1`, [id]);
    await part.getByText('The gym did not answer in time.').waitFor();
    await show.click();
    await answer({ outcome: 'refused', problem: { kind: 'recording-not-shared', params: {} } });
    await part.getByText(/has not agreed to be known in all gyms/).waitFor();
    await show.click();
    await answer({ outcome: 'done' });
    await part.getByText('The gym was interrupted while it sent the curves.').waitFor();
    await show.click();
    await answer({ outcome: 'refused', problem: { kind: 'no-recording', params: { id } } });
    await page.getByText('No curve: the raw samples were deleted because of their age').waitFor();
  });

  it('members: found by name, a conflict taken with one click, one deleted after a question', async () => {
    const admin = await HubVisitor.admin(at);
    const { sender, member } = await gym();
    const alias = `Mira ${sender.id.slice(-2)}`;
    await sender.send([sender.member(5, member, { heightMm: 1800 }, { base: { heightMm: 1700 } })]);
    await sender.send([sender.member(6, member, { heightMm: 1850 }, { base: { heightMm: 1700 } })]);
    const page = await enter('/members', admin, { size: 'desktop' });
    await page.getByRole('button', { name: `Take the gym’s value: ${alias}, height` }).waitFor();
    await isDrawn(page);
    await shoot(page, 'hub-members-conflict-desktop');
    await page.getByRole('button', { name: `Take the gym’s value: ${alias}, height` }).click();
    await expect.poll(() => page.getByTestId('conflicts').count()).toBe(0);
    const { rows } = await at.hub.pool.query('SELECT height_mm FROM members WHERE id = $1', [member]);
    expect(rows[0].height_mm).toBe(1850);
    await page.getByLabel('Search by name or log-in').fill(alias);
    await page.getByRole('button', { name: `Delete ${alias}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No member found.').waitFor();
    await page.getByTestId('deletions').getByText(sender.id).waitFor();
  });

  it('says when the hub can’t be reached, or its database, and goes on by itself', async () => {
    const admin = await HubVisitor.admin(at);
    const page = await enter('/', admin, { size: 'phone', mayComplain: true });
    await page.getByTestId('gym-north').waitFor();
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.getByText('No connection').waitFor();
    await page.getByText(/Check that the hub is on/).waitFor();
    await isDrawn(page);
    await shoot(page, 'hub-away-phone');
    expect(await violations(page)).toEqual([]);
    // What was there stays.
    expect(await page.getByTestId('gym-north').count()).toBe(1);
    await page.unroute('**/api/v1/**');
    await expect.poll(() => page.getByText('No connection').count()).toBe(0);
    await page.route('**/api/v1/chain', (route) =>
      route.fulfill({ status: 503, contentType: 'application/json', body: '{"kind":"hub-database-away","params":{}}' }),
    );
    await page.getByText('No connection').waitFor();
  });

  const looks: [Size | 'narrow', 'dark' | 'light', 'en' | 'de' | 'es'][] = [
    ['desktop', 'dark', 'en'],
    ['phone', 'light', 'de'],
    ['kiosk', 'dark', 'de'],
    ['narrow', 'dark', 'es'],
    ['tablet', 'light', 'en'],
  ];
  it.each(looks)(
    'is whole and accessible: %s, %s, %s',
    async (size, scheme, language) => {
      const admin = await HubVisitor.admin(at);
      const { sender, set } = await gym();
      await Sender.pair(at, 'south', false);
      const real = size === 'narrow' ? 'small' : size;
      const context = size === 'narrow' ? { viewport: { width: 320, height: 568 } } : {};
      const page = await enter('/log-in', admin, { size: real, context });
      await page.evaluate(`localStorage.setItem('lockout-settings', '${JSON.stringify({ scheme, language })}')`);
      for (const [path, part] of [
        ['/', '[data-testid=gym-north]'],
        ['/members', '[data-testid=hub-members] li'],
        ['/fleet', '[data-testid=fleet] li'],
        ['/accounts', '[data-testid=accounts] li'],
        ['/changes', '[data-testid=hub-changes] li'],
        ['/me', 'input[type=password]'],
        [`/set/${set.id}`, '[data-testid=movements] li'],
        ['/gym/north', '[data-testid=hub-sets] li'],
      ] as const) {
        await page.goto(at.page + path);
        await page.locator(part).first().waitFor();
        if (path === '/gym/north') {
          await show(sender, 'ascending');
          await page.locator('.card').first().waitFor();
        }
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await page.locator('nav a[href="/me"]').count(), `${path}: the way to one’s own account`).toBe(1);
        await isDrawn(page);
        await shoot(page, `hub${path.replace(set.id, '').replaceAll('/', '-')}-${size}-${scheme}-${language}`);
        expect(await overflow(page), `${path}: wider than the screen`).toBe(false);
        expect(await violations(page), `${path}: axe`).toEqual([]);
      }
      await page.goto(`${at.page}/gym/north/${sender.bay}`);
      await page.locator('.floor-bay').waitFor();
      await isDrawn(page);
      await shoot(page, `hub-bay-${size}-${scheme}-${language}`);
      expect(await overflow(page)).toBe(false);
      expect(await violations(page)).toEqual([]);
    },
    240_000,
  );
});
