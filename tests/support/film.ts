/** A moving picture of what a page shows: frames as Chromium paints them, thinned, as an animated WebP. */
import type { Page } from 'playwright-core';
import { animatedWebp } from './animated-webp.ts';

const FRAMES_A_SECOND = 10;
const QUALITY = 0.6;

/** @param isOver ends the film when it resolves */
export async function film(page: Page, isOver: Promise<unknown>): Promise<Buffer> {
  const { width, height } = page.viewportSize()!;
  const client = await page.context().newCDPSession(page);
  const painted: { atS: number; jpeg: string }[] = [];
  client.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    painted.push({ atS: metadata.timestamp ?? 0, jpeg: data });
    void client.send('Page.screencastFrameAck', { sessionId });
  });
  await client.send('Page.startScreencast', { format: 'jpeg', quality: 95, everyNthFrame: 1 });
  await isOver;
  await client.send('Page.stopScreencast');
  // They come in another order than they were painted in.
  painted.sort((one, other) => one.atS - other.atS);
  const kept = painted.filter(
    ({ atS }, index) =>
      index === 0 || Math.floor(atS * FRAMES_A_SECOND) !== Math.floor(painted[index - 1]!.atS * FRAMES_A_SECOND),
  );
  const desk = await page.context().newPage();
  const frames = [];
  for (const [index, { atS, jpeg }] of kept.entries()) {
    const webp = await desk.evaluate<string>(`new Promise((done, fail) => {
      const picture = new Image();
      picture.onerror = () => fail(new Error('the frame cannot be read'));
      picture.onload = () => {
        const canvas = document.createElement('canvas');
        canvas.width = ${width};
        canvas.height = ${height};
        canvas.getContext('2d').drawImage(picture, 0, 0, ${width}, ${height});
        done(canvas.toDataURL('image/webp', ${QUALITY}).split(',')[1]);
      };
      picture.src = 'data:image/jpeg;base64,${jpeg}';
    })`);
    const nextS = kept[index + 1]?.atS ?? atS + 1;
    frames.push({ webp: Buffer.from(webp, 'base64'), durationMs: (nextS - atS) * 1000 });
  }
  await desk.close();
  return animatedWebp(frames, width, height);
}
