/** What goes wrong in the middle of a set: the page says so, goes on by itself, and the count is right. */
import { describe, expect, it } from 'vitest';
import { slowNetwork } from '../support/slow-network.ts';
import { tempFolder } from '../support/station.ts';
import { chromium, isLive, text, useChromium, whyNot } from './dashboard-support.ts';
import { counts, type Gym, LIFTING, startGym } from './flow-support.ts';

const UNKNOWN_CARD = '04DEADBEEF1280';
/** Slot of the distance sensor. */
const DISTANCE = 1;
const BYTES_PER_S = 50_000;
const LATENCY_MS = 400;
/** Four may be under way, each acknowledged after the latency there and back at the earliest; twice that, for events beside frames. */
const MOST_MESSAGES_PER_S = 2 * 4 * (1000 / (2 * LATENCY_MS));

/** What the station has told live pages, and has left out because they were not ready for it. */
async function liveTotals({ asAdmin, url }: Gym) {
  const metrics = await (await asAdmin(`${url}/metrics`)).text();
  const total = (name: string) => Number(new RegExp(`^lockout_web_live_${name}_total (\\d+)`, 'm').exec(metrics)?.[1]);
  return { messages: total('messages'), missedFrames: total('missed_frames') };
}

const countOf = ({ bay }: Gym) => bay.current.view.countedReps;

describe.skipIf(!chromium)(`in mid-set${whyNot}`, { timeout: 180_000 }, () => {
  const { open } = useChromium();

  it('the station is restarted: the page says how old it is, comes back by itself, and counts on', async () => {
    const folder = tempFolder();
    const first = await startGym({ folder });
    const page = await open(first.url, { mayComplain: true });
    await isLive(page);
    first.lifterComes();
    await counts(page, 3);
    const setId = first.bay.current.set?.id ?? '';
    await first.station.stop();
    await page.locator('.page[data-stale=true]').waitFor();
    await page.getByText(/Last data \d+ s ago\. Check that the station is on .* Trying again by itself\./).waitFor();
    await page.getByText(/Last data ([2-9]|\d\d) s ago/).waitFor();

    const again = await startGym({ folder, port: new URL(first.url).port });
    await isLive(page);
    await expect.poll(() => page.getByText('No connection').count()).toBe(0);
    const kept = (await again.station.writeQueue.store.getSet(setId))?.set;
    expect(kept).toMatchObject({ endReason: 'shutdown' });
    expect(kept?.countedReps).toBeGreaterThanOrEqual(3);
    const recent = page.getByTestId('recent-sets').locator('.set__reps b');
    await expect.poll(() => recent.allInnerTexts()).toEqual([String(kept?.countedReps)]);
    again.lifterComes();
    await counts(page, 2);
    await expect.poll(async () => Number(await text(page, 'count')) - countOf(again)).toBe(0);
  });

  it('an unknown card, then a silent sensor: both are said, and the set goes on', async () => {
    const gym = await startGym({ timeScale: 1 });
    const page = await open(gym.url);
    await isLive(page);
    gym.lifterComes();
    await counts(page, 1);
    await gym.tap(UNKNOWN_CARD);
    await page.getByText('Unknown card').waitFor();
    await page.getByText(/1280/).waitFor();
    const setId = gym.bay.current.set?.id;
    await counts(page, countOf(gym) + 1);
    expect(gym.bay.current.set?.id).toBe(setId);

    gym.bay.supervisor.sendFault({ fault: 'failSensor', on: true, slot: DISTANCE });
    await page.getByText('A sensor is silent').waitFor();
    await expect
      .poll(() => page.getByRole('list', { name: 'Sensors' }).innerText())
      .toContain('Distance sensor: no data');
    gym.bay.supervisor.sendFault({ fault: 'failSensor', on: false, slot: DISTANCE });
    await expect.poll(() => page.getByText('A sensor is silent').count()).toBe(0);
    await expect.poll(() => page.getByRole('list', { name: 'Sensors' }).innerText()).toContain('Distance sensor: OK');
    await counts(page, countOf(gym) + 1);
    expect(gym.bay.current.set?.id).toBe(setId);
  });

  it('a slow network: the page loads and stays usable, and what it can’t get in time is left out', async () => {
    const gym = await startGym({ timeScale: 1 });
    const url = await slowNetwork(Number(new URL(gym.url).port), { latencyMs: LATENCY_MS, bytesPerS: BYTES_PER_S });
    const page = await open('about:blank');
    await page.goto(url, LIFTING);
    await isLive(page);
    gym.lifterComes();
    await counts(page, 1);
    const since = performance.now();
    const before = await liveTotals(gym);
    await counts(page, countOf(gym) + 1);
    await page.getByRole('button', { name: 'Settings of this screen' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(async () => Number(await text(page, 'count')) - countOf(gym)).toBe(0);
    const after = await liveTotals(gym);
    const messagesPerS = ((after.messages - before.messages) / (performance.now() - since)) * 1000;
    expect(messagesPerS, 'the page holds the station back').toBeLessThan(MOST_MESSAGES_PER_S);
    expect(after.missedFrames).toBeGreaterThan(before.missedFrames);
    await isLive(page);
  });
});
