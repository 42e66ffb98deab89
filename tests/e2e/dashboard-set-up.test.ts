import { describe, expect, it } from 'vitest';
import { identity } from '../support/fake-access.ts';
import { exampleCalibration } from '../support/fake-calibration.ts';
import { FakeStation } from '../support/fake-station.ts';
import {
  chromium,
  isDrawn,
  overflow,
  type Size,
  shoot,
  text,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

describe.skipIf(!chromium)(`set-up of a bay${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it('leads from the board over the doctor and the calibration to the first set', async () => {
    const station = new FakeStation();
    const { url, calibration } = await serve(station);
    const page = await open(`${url}/set-up/bay-1`, { size: 'phone' });
    const next = () => page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('The board answers').waitFor();
    station.frame('bay-1', { heightMm: 123, forceN: 456 });
    await page.getByText('456').waitFor();

    await next();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText(/^(Ready|Not ready) to count/).waitFor();
    await page.getByTestId('findings').waitFor({ state: 'attached' });

    await next();
    await page.getByText('Rack the bar.').waitFor();
    // Another screen begins, and gives up again.
    calibration.isOpen = true;
    await page.getByText('Started on another screen, or earlier').waitFor();
    calibration.isOpen = false;
    await page.getByText('Started on another screen, or earlier').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Measure: Zero of the load cell' }).click();
    await page.getByRole('button', { name: 'Save the calibration' }).click();
    await page.getByText('Saved. It applies now.').waitFor();
    expect(calibration.calls).toEqual([{ bay: 'bay-1', step: 'tare' }]);
  });

  it.each([
    ['en-GB', 'Next', 'Back', 'Measure: Zero of the load cell', 'Discard', 'The bay is calibrated', 'desktop'],
    ['de-DE', 'Weiter', 'Zurück', 'Messen: Null der Kraftmessdose', 'Aufgeben', 'Der Platz ist kalibriert', 'kiosk'],
  ] as const)(
    'does not walk past an open calibration, leaves none behind, and lists what is left: %s',
    async (locale, next, back, measure, giveUp, item, size) => {
      const { url, calibration } = await serve();
      const page = await open(`${url}/set-up/bay-1`, { size, context: { locale } });
      const go = (name: string) => page.getByRole('button', { name, exact: true });
      await go(next).click();
      await go(next).click();
      await go(measure).click();
      await expect.poll(() => go(next).isDisabled()).toBe(true);
      expect(await go(back).isDisabled()).toBe(true);
      expect(await violations(page)).toEqual([]);
      await go(giveUp).click();
      await expect.poll(() => go(next).isEnabled()).toBe(true);
      await go(measure).click();
      await expect.poll(() => go(next).isDisabled()).toBe(true);
      expect(calibration.isOpen).toBe(true);
      // By a link of the page.
      await page.evaluate("history.pushState(null, '', '/admin'); dispatchEvent(new PopStateEvent('popstate'))");
      await expect.poll(() => calibration.isOpen).toBe(false);
      await page.goto(`${url}/set-up/bay-1`);
      for (let stage = 0; stage < 3; stage++) await go(next).click();
      await page.getByTestId('left-to-do').getByText(item).waitFor();
      await shoot(page, `set-up-left-${locale}-${size}`);
      expect(await violations(page)).toEqual([]);
    },
  );

  it('says why a measurement was refused', async () => {
    const { url, calibration } = await serve();
    calibration.refuses = {
      kind: 'refused',
      problem: { kind: 'calibration-load-moved', params: { driftCounts: 312 } },
    };
    const page = await open(`${url}/set-up/bay-1`, { size: 'phone', mayComplain: true });
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Measure: Zero of the load cell' }).click();
    await page
      .getByRole('alert')
      .getByText('It moved while it was measured: the load cell went by 312 counts.')
      .waitFor();
    const german = { size: 'phone', mayComplain: true, context: { locale: 'de-DE' } } as const;
    const seite = await open(`${url}/set-up/bay-1`, german);
    for (let stage = 0; stage < 2; stage++) await seite.getByRole('button', { name: 'Weiter' }).click();
    await seite.getByRole('button', { name: 'Messen: Null der Kraftmessdose' }).click();
    await seite
      .getByRole('alert')
      .getByText('Es hat sich bewegt, während gemessen wurde: die Kraftmessdose um 312 Schritte.')
      .waitFor();
  });

  it('takes a known height for the scale, and warns when the sensor is far off', async () => {
    const { url, calibration } = await serve();
    const { status } = calibration;
    const isMeasured = () => calibration.calls.some((call) => (call as { knownMm?: number }).knownMm !== undefined);
    calibration.status = () => {
      const given = status();
      const step = { step: 'scale', status: isMeasured() ? 'done' : 'open', instruction: '', result: '' } as const;
      const distance = isMeasured() ? { ...exampleCalibration.distance!, scale: 1.05 } : null;
      return { ...given, wizard: { ...given.wizard, steps: [step], draft: { force: null, distance, lag: null } } };
    };
    const context = { locale: 'de-DE' };
    const page = await open(`${url}/set-up/bay-1`, { size: 'phone', mayComplain: true, context });
    for (let stage = 0; stage < 2; stage++) await page.getByRole('button', { name: 'Weiter' }).click();
    const known = page.getByLabel('Abstand von der Höhe in den Haken');
    const measure = page.getByRole('button', { name: 'Messen: Maßstab der Höhe' });
    const params = { leastMm: 200, mostMm: 2500 };
    calibration.refuses = { kind: 'refused', problem: { kind: 'calibration-known-missing', params } };
    await known.fill('150');
    await measure.click();
    await page.getByRole('alert').getByText('20 cm bis 250 cm').waitFor();
    calibration.refuses = null;
    await known.fill('600');
    await measure.click();
    await page.getByText(/Höhen werden um 5.* % berichtigt\. Das sind mehr als 3 %/).waitFor();
    expect(calibration.calls).toEqual([
      { bay: 'bay-1', step: 'scale' },
      { bay: 'bay-1', step: 'scale', knownMm: 600 },
    ]);
  });

  it('counts the first set as it is lifted, and ends at the screen of the bay', async () => {
    const { station, url } = await serve(new FakeStation());
    const page = await open(`${url}/set-up/bay-1`, { size: 'phone' });
    for (let stage = 0; stage < 3; stage++) await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => text(page, 'counted')).toMatch(/\d/);
    // A calibration that was left open keeps the set from being counted.
    station.alert('bay-1', { kind: 'calibrating', severity: 'info', text: 'Nothing is counted until it ends.' });
    await page.getByText('Being calibrated').waitFor();
    await page.getByRole('link', { name: 'To the screen of the bay' }).click();
    await page.locator('.page--bay').waitFor();
  });

  it('is not for a trainer, and says so', async () => {
    const served = await serve();
    served.access.here = identity('trainer', { via: 'token' });
    const page = await open(`${served.url}/set-up/bay-1`, { size: 'phone' });
    await page.getByText('You need an admin account for this page.').waitFor();
  });

  const looks: [Size, 'dark' | 'light'][] = [
    ['phone', 'dark'],
    ['desktop', 'light'],
  ];
  it.each(looks)('is whole and accessible: %s, %s', async (size, scheme) => {
    const { url } = await serve();
    const page = await open(`${url}/set-up/bay-1`, { size, scheme });
    for (const stage of ['board', 'check', 'calibrate', 'try']) {
      if (stage !== 'board') await page.getByRole('button', { name: 'Next' }).click();
      if (stage === 'check') {
        await page.getByRole('button', { name: 'Check', exact: true }).click();
        await page.getByText(/^(Ready|Not ready) to count/).waitFor();
      }
      if (stage === 'calibrate') await page.getByText('Rack the bar.').waitFor();
      await isDrawn(page);
      await shoot(page, `set-up-${stage}-${size}-${scheme}`);
      expect(await overflow(page), `${stage} is wider than the screen`).toBe(false);
      expect(await violations(page), stage).toEqual([]);
    }
  });
});
