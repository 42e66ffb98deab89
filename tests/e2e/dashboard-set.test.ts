import { describe, expect, it } from 'vitest';
import { FakeStation } from '../support/fake-station.ts';
import type { FakeHistory } from '../support/fake-web.ts';
import { type Lift, makeLift } from '../support/lift.ts';
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

describe.skipIf(!chromium)(`set view${whyNot}`, () => {
  const { serve, open } = useDashboard();

  function keep(history: FakeHistory, ...lifts: Lift[]): void {
    for (const { detail, recording } of lifts) {
      history.details.unshift(detail);
      history.recordings.set(detail.set.id, recording);
    }
  }
  const twoLifts = () => [
    makeLift('bay-1', { startedAt: new Date(Date.now() - 600_000), reps: 6, loadKg: 75, topMm: 400 }),
    makeLift('bay-1', { startedAt: new Date(Date.now() - 120_000) }),
  ];

  it('shows a set on its curve: zoom to a rep and back, compare, fetch the raw data', async () => {
    const [before, lift] = twoLifts() as [Lift, Lift];
    const { url } = await serve(new FakeStation(), 0, (history) => keep(history, before, lift));
    const page = await open(`${url}/set/${lift.detail.set.id}`, { size: 'desktop' });
    const range = () => page.getByTestId('charts').getAttribute('data-range');
    await expect.poll(() => page.locator('.uplot').count()).toBe(3);
    expect(await text(page, 'rep-table')).toContain('6.2 cm short');
    expect(await range()).toBe('whole');

    await page.getByRole('button', { name: 'Show rep 2 on the curve' }).focus();
    await page.keyboard.press('Enter');
    // The second rep begins 4.15 s after the first; half a second is shown around it.
    await expect.poll(range).toMatch(/^3\.65 /);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect.poll(async () => Number((await range())?.split(' ')[0])).toBeLessThan(3.65);
    await page.getByRole('button', { name: 'Whole set' }).click();
    await expect.poll(range).toBe('whole');

    const box = (await page.locator('.u-over').first().boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(range).not.toBe('whole');
    await page.locator('.u-over').nth(1).dblclick();
    await expect.poll(range).toBe('whole');

    await page.getByLabel('Compare with').selectOption({ index: 1 });
    await page.getByText(/^faint: .*5 reps · 75 kg/).waitFor();
    expect(new URL(page.url()).searchParams.get('compare')).toBe(before.detail.set.id);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Raw data (CSV)' }).click();
    expect((await download).suggestedFilename()).toMatch(/^lockout-bay-1-.*\.csv$/);
  });

  it('shows the load of each rep only where they had several', async () => {
    const [plain, drop] = twoLifts() as [Lift, Lift];
    const loads = [
      { loadKg: 100, reps: 3, bestMeanVelocityMps: 0.3 },
      { loadKg: 60, reps: 4, bestMeanVelocityMps: 0.5 },
    ];
    drop.detail.set.loads = loads;
    drop.detail.reps.forEach((rep, index) => {
      rep.loadKg = index < 3 ? 100 : 60;
    });
    const { url } = await serve(new FakeStation(), 0, (history) => keep(history, plain, drop));
    const page = await open(`${url}/set/${drop.detail.set.id}`, { size: 'desktop' });
    await page.getByText('100 → 60 kg').first().waitFor();
    const cells = await page.locator('[data-testid="rep-table"] td:nth-of-type(2)').allTextContents();
    expect(cells).toEqual(['100', '100', '100', '60', '60', '60', '60', '60']);
    await page.goto(`${url}/set/${plain.detail.set.id}`);
    await page.getByText('75 kg').first().waitFor();
    expect(await text(page, 'rep-table')).not.toContain('Load');
  });

  it('is corrected: reps, load, exercise and side; each is undone whatever came after it', async () => {
    const [, lift] = twoLifts() as [Lift, Lift];
    const { url, history, members, access } = await serve(new FakeStation(), 0, (kept) => keep(kept, lift));
    members.add({ id: access.here!.memberId!, alias: 'Ada' });
    const page = await open(`${url}/set/${lift.detail.set.id}`, { size: 'desktop' });
    const now = () => history.details[0]!.set;
    const counted = now().countedReps;
    await page.getByRole('button', { name: 'Correct', exact: true }).click();
    const sheet = page.getByTestId('correct');
    await sheet.getByRole('button', { name: 'Don’t count: Movement 2' }).click();
    await sheet.getByText('Movement 2 doesn’t count any more.').waitFor();
    expect(now().countedReps).toBe(counted - 1);
    await sheet.getByRole('button', { name: 'Count: Movement 5' }).click();
    await sheet.getByText('Movement 5 counts now.').waitFor();
    expect(now().countedReps).toBe(counted);
    await sheet.getByLabel('Load on the bar').fill('82.5');
    await sheet.getByRole('button', { name: 'Save' }).click();
    await sheet.getByText('The load is 82.5 kg now.').waitFor();
    await sheet.getByLabel('Exercise').selectOption('squat');
    await sheet.getByText('The exercise is Squat now.').waitFor();
    await sheet.getByLabel('Side').selectOption('left');
    await sheet.getByText('The side is now: left.').waitFor();
    await page.getByRole('heading', { name: 'Squat', level: 1 }).waitFor();
    await sheet.getByRole('button', { name: /^Undo: .* excluded a rep of / }).click();
    await sheet.getByText('Undone.').waitFor();
    expect(now()).toMatchObject({ countedReps: counted + 1, enteredLoadKg: 82.5, exercise: 'squat', side: 'left' });
    await shoot(page, 'correct-desktop-dark');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await text(page, 'rep-table')).toContain('counted by token (admin)');
  });

  it('says what is missing: no recording, a broken one, no such set', async () => {
    const [bare, broken] = twoLifts() as [Lift, Lift];
    bare.detail.set.hasRecording = false;
    const { url } = await serve(new FakeStation(), 0, (history) => {
      keep(history, bare, { ...broken, recording: Buffer.from('H4sIAAAAAAAAAwMAAAAAAAAAAAA=', 'base64') });
    });
    const page = await open(`${url}/set/${bare.detail.set.id}`, { mayComplain: true });
    await page.getByText('No curve: the raw samples were deleted').waitFor();
    await page.getByTestId('rep-table').waitFor();
    await page.goto(`${url}/set/${broken.detail.set.id}`);
    await page.getByText(/The recording can’t be drawn: .*the file ends before/).waitFor();
    await page.goto(`${url}/set/019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01`);
    await page.getByText('Set not found').waitFor();
  });

  it.each(['phone', 'small', 'desktop'] as const)(
    'has its curves in line, and the verdicts in sight: %s',
    async (size) => {
      const [, lift] = twoLifts() as [Lift, Lift];
      const { url } = await serve(new FakeStation(), 0, (history) => keep(history, lift));
      const page = await open(`${url}/set/${lift.detail.set.id}`, { size });
      await expect.poll(() => page.locator('.u-over').count()).toBe(3);
      const [height, ...others] = await page
        .locator('.u-over')
        .evaluateAll((plots) => plots.map((plot) => [plot.getBoundingClientRect().left, plot.clientWidth]));
      expect(others).toEqual([height, height]);
      const screen = page.viewportSize()!;
      const verdict = await page.getByText('6.2 cm short').boundingBox();
      expect(verdict!.x + verdict!.width).toBeLessThanOrEqual(screen.width);
    },
  );

  const looks: [Size, 'dark' | 'light'][] = [
    ['desktop', 'dark'],
    ['phone', 'light'],
    ['kiosk', 'dark'],
  ];
  it.each(looks)('is whole and accessible: %s, %s', async (size, scheme) => {
    const [before, lift] = twoLifts() as [Lift, Lift];
    const { url } = await serve(new FakeStation(), 0, (history) => keep(history, before, lift));
    const page = await open(`${url}/set/${lift.detail.set.id}?compare=${before.detail.set.id}`, { size, scheme });
    await expect.poll(() => page.locator('.uplot').count()).toBe(3);
    await page.getByText(/^faint:/).waitFor();
    await isDrawn(page);
    await shoot(page, `set-${size}-${scheme}`);
    expect(await overflow(page), 'wider than the screen').toBe(false);
    expect(await violations(page)).toEqual([]);
  });
});
