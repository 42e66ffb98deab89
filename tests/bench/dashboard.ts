/**
 * The page in a real Chromium: what the first load weighs, from the sensor's bytes to the painted pixel, a floor of eight live bays on
 * a slow machine, and what a day of sets leaves in memory.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { measureDay } from './dashboard-day.ts';
import { measureFloorFrames } from './dashboard-frames.ts';
import { measurePaint } from './dashboard-paint.ts';
import type { Row } from './report.ts';

export async function measureDashboard(dashboardDir: string, runS: number): Promise<Row[]> {
  const chromium = findChromium();
  if (!chromium) return [['the page', 'skipped: no chromium installed']];
  const browser = await launchChromium(chromium);
  try {
    const firstKB = (firstLoadBytes(dashboardDir) / 1000).toFixed(1);
    return [
      ['first load of the bay screen, gzipped, with its font', `${firstKB} kB`],
      ...(await measurePaint(browser, dashboardDir, runS)),
      ...(await measureFloorFrames(browser, dashboardDir, runS)),
      ...(await measureDay(browser, dashboardDir)),
    ];
  } finally {
    await browser.close();
  }
}

function firstLoadBytes(folder: string): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((found) => `${found[1]}.gz`);
  const fonts = readdirSync(join(folder, 'assets')).filter((name) => name.includes('inter-latin-wght'));
  const all = [...first, ...fonts.map((name) => join('assets', name)), 'index.html.gz'];
  return all.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
