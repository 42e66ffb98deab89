import { describe, expect, it } from 'vitest';
import {
  chromium,
  isDrawn,
  overflow,
  type Size,
  shoot,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

describe.skipIf(!chromium)(`gallery${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it.each([
    ['desktop', 'dark'],
    ['phone', 'light'],
  ] as [Size, 'dark' | 'light'][])('shows every part in every state: %s, %s', async (size, scheme) => {
    const { url } = await serve();
    const page = await open(`${url}/gallery`, { size, scheme });
    await page.getByRole('heading', { name: 'Gallery' }).waitFor();
    await isDrawn(page);
    await shoot(page, `gallery-${size}-${scheme}`);
    expect(await page.locator('.gallery__state').count()).toBeGreaterThan(60);
    expect(await overflow(page), 'wider than the screen').toBe(false);
    // What stands once on its own page stands here once for each state.
    expect(await violations(page, ['landmark-unique'])).toEqual([]);
  });
});
