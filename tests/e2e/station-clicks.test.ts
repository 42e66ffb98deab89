/** How many clicks each flow takes on the running station, within a budget: `npm run figures -- --only walks` runs it, and writes the table into dashboard/README.md. */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench } from '../support/bench.ts';
import { Hands } from '../support/hands.ts';
import { addMember } from '../support/members.ts';
import { startStation } from '../support/station.ts';
import { chromium, useChromium, whyNot } from './dashboard-support.ts';
import { LIFTING, logIn, startGym } from './flow-support.ts';

const ADA = { login: 'ada', secret: 'four words without sense' };
const NO_CONSENTS = { showAlias: false, keepRecordings: false, shareSets: false, acrossGyms: false };
const CARD = '04A2B3C4D5E680';
/** No board answers there: the samples come from the bench. */
const NO_BOARD = { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-none' };

/** On demand: seven stations, one after the other. */
const isAsked = process.env.TEST_TABLE !== undefined;

describe.skipIf(!chromium || !isAsked)(`clicks${whyNot}`, { timeout: 240_000 }, () => {
  const { open } = useChromium();
  const rows: string[] = [];
  afterAll(() => {
    if (rows.length > 0) console.log(['', ...rows, ''].join('\n'));
  });

  /** Done, within its budget. */
  function done(flow: string, hands: Hands, most: number): void {
    const { clicks, keys, cards, seconds } = hands;
    rows.push(`| ${flow} | ${clicks} | ${keys} | ${cards} | ${Math.round(seconds)} s |`);
    expect(clicks, flow).toBeLessThanOrEqual(most);
  }

  /** A gym with an admin who is logged in at a desk. */
  async function atDesk(path: string) {
    const gym = await startGym();
    await gym.addPerson({ alias: 'Ada', role: 'admin', ...ADA });
    const page = await loggedIn(gym.url, path);
    return { gym, page, hands: new Hands(page) };
  }

  async function loggedIn(url: string, path: string): Promise<Page> {
    const page = await open(`${url}/log-in`, { size: 'desktop' });
    await logIn(page, ADA);
    await page.waitForURL('**/floor');
    await page.goto(`${url}${path}`);
    return page;
  }

  const nav = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Where to go' }).getByRole('link', { name });

  it('the first admin', async () => {
    const gym = await startGym();
    const page = await open(`${gym.url}/set-up`, { size: 'desktop' });
    const hands = new Hands(page);
    const code = page.getByLabel('One-time code');
    await code.and(page.locator(':focus')).waitFor();
    await hands.replace(code, gym.setUpCode ?? '');
    for (const [label, text] of [
      ['Your name on screens', 'Ada'],
      ['Login name', ADA.login],
      ['Password', ADA.secret],
    ] as const)
      await hands.type(page.getByLabel(label), text);
    await hands.press('Enter');
    await page.waitForURL('**/floor');
    done('first admin, from the address that the terminal shows', hands, 3);
  });

  it('enrol a member, and their first set', async () => {
    const { gym, page, hands } = await atDesk('/floor');
    await hands.click(nav(page, 'Members'));
    await hands.type(page.getByLabel('Name on screens'), 'Nova');
    await hands.press('Enter');
    await hands.click(page.getByRole('button', { name: 'Add a card: Nova' }));
    await hands.card(() => gym.tap(CARD));
    await page.getByText('The card is added.').waitFor();
    await hands.card(() => gym.tap(CARD));
    gym.lifterComes();
    const { store } = gym.station.writeQueue;
    const ended = async () => (await store.listSets({ limit: 9 })).sets.find(({ endedAt }) => endedAt !== null);
    await expect.poll(async () => (await ended())?.countedReps ?? 0, LIFTING).toBeGreaterThan(0);
    expect((await ended())?.memberId).not.toBeNull();
    done('enrol a member with a card, and log their first set', hands, 3);
  });

  it('give a set away, correct one and undo it', async () => {
    const { gym, page, hands } = await atDesk('/floor');
    const { store } = gym.station.writeQueue;
    const nova = await gym.addPerson({ alias: 'Nova', role: 'member' });
    gym.lifterComes();
    await expect
      .poll(async () => (await store.listSets({ limit: 9 })).sets.some(({ endedAt }) => endedAt !== null), LIFTING)
      .toBe(true);
    await gym.bay.supervisor.stop();
    const [set] = (await store.listSets({ limit: 9 })).sets;
    await hands.click(page.locator('.card'));
    await hands.click(page.getByTestId('todays-sets').getByRole('link').first());
    await hands.click(page.getByRole('button', { name: 'Correct', exact: true }));
    await hands.type(page.getByLabel('Another member: search by name'), 'No');
    await hands.click(page.getByRole('button', { name: 'Nova', exact: true }));
    await page.getByText('The set now belongs to Nova.').waitFor();
    expect((await store.getSet(set!.id))?.set.memberId).toBe(nova.id);
    done('give a set to its owner, from the floor', hands, 5);

    const again = new Hands(page);
    await again.type(page.getByRole('textbox', { name: 'Load on the bar' }), '82.5');
    await again.press('Enter');
    await page.getByText('The load is 82.5 kg now.').waitFor();
    await again.click(page.getByTestId('correct').getByRole('button', { name: 'Undo', exact: true }).first());
    await expect.poll(async () => (await store.getSet(set!.id))?.set.enteredLoadKg).toBeNull();
    done('correct the load of a set that is open, and undo it', again, 2);
  });

  it('a programme for ten members', async () => {
    const { gym, page, hands } = await atDesk('/floor');
    const { store } = gym.station.writeQueue;
    for (let n = 0; n < 10; n++)
      await addMember(store, gym.station.loaded.dataDir, {
        alias: `Lifter ${n}`,
        uid: `04A2B3C4D5E6${n}0`,
        consents: NO_CONSENTS,
      });
    await hands.click(nav(page, 'Programmes'));
    await hands.click(page.getByRole('button', { name: 'New template' }));
    await hands.type(page.getByLabel('Name', { exact: true }), 'Strength');
    await hands.press('Enter');
    await hands.click(page.getByRole('button', { name: 'Copy to members: Strength' }));
    for (let n = 0; n < 10; n++) await hands.click(page.getByRole('button', { name: `Lifter ${n}`, exact: true }));
    await hands.click(page.getByRole('button', { name: 'Copy to 10 members' }));
    await page.getByText('Copied: 10 members have it.').waitFor();
    const { items } = await store.members.list({ limit: 99, search: 'Lifter' });
    for (const { id } of items) expect(await store.programmes.of(id)).toHaveLength(1);
    done('a new programme for ten members', hands, 15);
  });

  it('calibrate a bay', async () => {
    const { station, page: url } = await startStation({ env: NO_BOARD });
    const [bay] = station.bays;
    const bench = new Bench(bay!);
    const page = await adminOf(url, station);
    await page.goto(`${url}/set-up/bay-1`);
    const hands = new Hands(page);
    for (let stage = 0; stage < 2; stage++) await hands.click(page.getByRole('button', { name: 'Next' }));
    const measure = async (step: string, button: RegExp, happens: () => void) => {
      await hands.click(page.getByRole('button', { name: button }));
      await expect.poll(() => bay!.calibrator.status.wizard.measuring).toBe(step);
      happens();
      await expect.poll(() => bay!.calibrator.status.wizard.measuring).toBeNull();
    };
    await measure('tare', /^Measure: Zero of the load cell$/, () => bench.rest(0, 0, 4));
    const steps = bay!.calibrator.status.wizard.steps.map(({ step }) => step);
    expect(steps).toEqual(['tare', 'mass', 'racked', 'scale', 'top', 'lag']);
    await measure('mass', /^Measure: Known mass$/, () => bench.rest(20, 0, 4));
    await measure('racked', /^Measure: Racked height$/, () => bench.rest(0, 0, 4));
    await hands.click(page.getByRole('button', { name: 'Save the calibration' }));
    await page.getByText('Saved. It applies now.').waitFor();
    done('calibrate a bay: zero, one known mass, height', hands, 6);
  });

  it('back up and restore', async () => {
    const { page, hands } = await atDesk('/floor');
    await hands.click(nav(page, 'Manage'));
    await hands.click(page.getByRole('link', { name: 'Station', exact: true }));
    await hands.click(page.getByRole('button', { name: 'Back up now' }));
    const panel = page.getByTestId('backups');
    await hands.click(panel.getByRole('button', { name: /^Restore: / }).first());
    await hands.click(page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }));
    await page.getByRole('dialog').getByRole('status').waitFor();
    done('back up, and restore that backup', hands, 5);
  });

  /** Ada, who is made by the key of the machine, logged in. */
  async function adminOf(url: string, station: Awaited<ReturnType<typeof startStation>>['station']): Promise<Page> {
    const headers = {
      authorization: `Bearer ${station.members.access.localKey}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify({ alias: 'Ada', role: 'admin', ...ADA });
    expect((await fetch(`${url}/api/v1/members`, { method: 'POST', headers, body })).status).toBe(201);
    return loggedIn(url, '/floor');
  }
});
