/** The code that a phone reads: whole at every size, with an address that phones reach, and none where they can't. */
import { describe, expect, it } from 'vitest';
import { FakeStation } from '../support/fake-station.ts';
import { SCENES } from '../support/scenes.ts';
import { chromium, isDrawn, isLive, SIZES, type Size, shoot, useDashboard, whyNot } from './dashboard-support.ts';

/** A phone at arm's length reads a code of 33 squares when each has two pixels of a screen. */
const LEAST_PX = 66;

describe.skipIf(!chromium)(`code for phones${whyNot}`, () => {
  const { serve, open } = useDashboard();

  const scenes = ['before', 'after'] as const;
  it.each(Object.keys(SIZES).flatMap((size) => scenes.map((when) => [size as Size, when] as const)))(
    'is whole: %s, %s a set',
    async (size, when) => {
      const station = new FakeStation();
      const { url } = await serve(station);
      const page = await open(url, { size });
      await isLive(page);
      if (when === 'after') SCENES['member-resting'](station, 'bay-1');
      // With a note above, as in the demo, and sets to be claimed.
      station.state('bay-1', { source: 'simulated' });
      station.presence('bay-1', { kind: 'none', memberId: null, alias: null, claimable: 2 });
      const code = page.locator('.tap-in .qr');
      await code.waitFor();
      await isDrawn(page);
      await shoot(page, `code-${when}-${size}`);
      // What part of it is on the screen, within everything that clips it.
      const seen = await page.evaluate<Record<'width' | 'height' | 'wholeWidth' | 'wholeHeight', number>>(`(() => {
        const svg = document.querySelector('.tap-in .qr');
        const whole = svg.getBoundingClientRect();
        let { left, top, right, bottom } = whole;
        for (let box = svg.parentElement; box; box = box.parentElement) {
          if (getComputedStyle(box).overflow === 'visible') continue;
          const clip = box.getBoundingClientRect();
          [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
          [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
        }
        return { width: right - left, height: bottom - top, wholeWidth: whole.width, wholeHeight: whole.height };
      })()`);
      expect(seen.width).toBeGreaterThanOrEqual(seen.wholeWidth - 1);
      expect(seen.height).toBeGreaterThanOrEqual(seen.wholeHeight - 1);
      expect(seen.wholeWidth).toBeGreaterThanOrEqual(LEAST_PX);
      expect(Math.abs(seen.wholeWidth - seen.wholeHeight)).toBeLessThan(1);
    },
  );

  it('holds the address of the network though the screen asks by 127.0.0.1; without one there is no code', async () => {
    const station = new FakeStation();
    const away = await serve(station);
    station.presence('bay-1', { kind: 'none' });
    const withCode = await open(away.url, { size: 'kiosk' });
    await withCode.locator('.tap-in .qr').waitFor();
    const answer = await withCode.request.post(`${away.url}/api/v1/bays/bay-1/claim-code`, {
      headers: { origin: away.url },
    });
    expect((await answer.json()).url).toMatch(/^http:\/\/192\.168\.1\.20:8080\/claim\//);
    away.members.presence.claimCode = async () => ({
      code: 'ABC234',
      url: null,
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    await withCode.reload();
    await isLive(withCode);
    await withCode.getByTestId('tap-in').waitFor();
    expect(await withCode.locator('.tap-in .qr').count()).toBe(0);
  });
});
