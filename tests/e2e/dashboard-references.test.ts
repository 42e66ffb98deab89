/**
 * Scenes as somebody has seen and approved them. After a change of the look: `TEST_REFERENCES=write npx vitest run --config
 * tests/vitest.config.ts tests/e2e/dashboard-references`, look at every picture, commit them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeStation } from '../support/fake-station.ts';
import { FLOOR, playFloor, SCENES } from '../support/scenes.ts';
import { ROOT } from '../support/station.ts';
import { chromium, isDrawn, isLive, type Size, useDashboard, whyNot } from './dashboard-support.ts';

const REFERENCES = join(ROOT, 'tests/e2e/references');
/** Where a picture that differs is left, with what differs. */
const REPORTS = join(ROOT, 'reports');
const isWriting = process.env.TEST_REFERENCES === 'write';
/** A picture is looked at by squares of so many pixels: what is gone, or new, fills some of them, however large the picture is. */
const REGION_PX = 40;
/** Other versions of Chromium draw edges of letters a little differently. */
const MOST_CHANGED_SHARE = 0.15;
/** Of 255, in any colour: less is not seen. */
const CHANNEL_TOLERANCE = 48;

const SHOTS: [scene: keyof typeof SCENES | 'floor', size: Size, scheme: 'dark' | 'light'][] = [
  ['member-new', 'kiosk', 'dark'],
  ['holding', 'kiosk', 'dark'],
  ['partial', 'kiosk', 'light'],
  ['member-resting', 'phone', 'dark'],
  ['sensor-lost', 'hd', 'light'],
  ['floor', 'desktop', 'light'],
];

/** Of two pictures as data URLs: the share of pixels that differ in the region where most do, and a picture of them. Runs in a page. */
const COMPARE = `async (tolerance, regionPx, ...urls) => {
  const [first, second] = await Promise.all(urls.map(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  }));
  if (first.width !== second.width || first.height !== second.height) return { share: 1, difference: urls[1] };
  const { width, height, data } = first;
  const columns = Math.ceil(width / regionPx);
  const changed = new Array(columns * Math.ceil(height / regionPx)).fill(0);
  for (let at = 0; at < data.length; at += 4) {
    const differs = [0, 1, 2].some((channel) => Math.abs(data[at + channel] - second.data[at + channel]) > tolerance);
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    changed[Math.floor(y / regionPx) * columns + Math.floor(x / regionPx)] += differs;
    data.set(differs ? [255, 0, 0, 255] : [data[at], data[at + 1], data[at + 2], 64], at);
  }
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height }).getContext('2d').putImageData(first, 0, 0);
  return { share: Math.max(...changed) / regionPx ** 2, difference: canvas.toDataURL() };
}`;

const asUrl = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`;

/** Every time of day is midnight: a picture shows the same at every hour. */
const AT_MIDNIGHT = `(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/\\b\\d\\d:\\d\\d\\b/g, '00:00');
})()`;
async function pictureOf(page: Page): Promise<Buffer> {
  await page.evaluate(AT_MIDNIGHT);
  return page.screenshot({ animations: 'disabled' });
}

describe.skipIf(!chromium)(`reviewed pictures${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it.each(SHOTS)('%s, %s, %s', async (scene, size, scheme) => {
    const station = new FakeStation(scene === 'floor' ? FLOOR : { 'bay-1': 'Bay 1' });
    if (scene === 'floor') playFloor(station);
    else SCENES[scene](station, 'bay-1');
    // What fades by itself would depend on the speed of the machine.
    if (scene.startsWith('member')) station.presence('bay-1', { greeting: null });
    if (scene === 'floor') {
      const beat = setInterval(() => Object.keys(FLOOR).map((bay) => station.frame(bay, {})), 200);
      onTestFinished(() => clearInterval(beat));
    }
    const { url } = await serve(station);
    const page = await open(scene === 'floor' ? `${url}/floor` : `${url}/bay/bay-1`, { size, scheme });
    await isLive(page);
    await page.evaluate('document.fonts.ready');
    await isDrawn(page);
    let shot = await pictureOf(page);

    const name = `${scene}-${size}-${scheme}`;
    const file = join(REFERENCES, `${name}.png`);
    if (isWriting) {
      mkdirSync(REFERENCES, { recursive: true });
      writeFileSync(file, shot);
      return;
    }
    // A blank page: that of the station lets in no pictures from elsewhere.
    const table = await open('about:blank');
    const compare = async () => {
      const args = [CHANNEL_TOLERANCE, REGION_PX, asUrl(readFileSync(file)), asUrl(shot)];
      return table.evaluate<{ share: number; difference: string }>(`(${COMPARE})(...${JSON.stringify(args)})`);
    };
    let { share, difference } = await compare();
    // Another thread draws the cards of the floor: the page doesn't know when.
    for (const untilMs = Date.now() + 60_000; share > MOST_CHANGED_SHARE && Date.now() < untilMs; ) {
      shot = await pictureOf(page);
      ({ share, difference } = await compare());
    }
    if (share > MOST_CHANGED_SHARE) {
      mkdirSync(REPORTS, { recursive: true });
      writeFileSync(join(REPORTS, `${name}.png`), shot);
      writeFileSync(join(REPORTS, `${name}-difference.png`), Buffer.from(difference.split(',')[1] ?? '', 'base64'));
    }
    expect(share, `share of changed pixels in one place; see reports/${name}-difference.png`).toBeLessThanOrEqual(
      MOST_CHANGED_SHARE,
    );
  });
});
