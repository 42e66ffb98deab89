/** What is read under the bar is legible from there: the rule of dashboard/README.md, on the smallest screen that the station is built for. */
import { describe, expect, it } from 'vitest';
import { FakeStation } from '../support/fake-station.ts';
import { SCENES } from '../support/scenes.ts';
import { chromium, follow, isDrawn, isLive, loadInPage, shoot, useDashboard, whyNot } from './dashboard-support.ts';

/** A 7-inch screen is 152.4 mm wide. */
const WIDTH_MM = 152.4;
const DISTANCE_MM = 3000;
/** ISO 9241-303: characters of at least 16 minutes of arc. */
const FIGURE_MM = DISTANCE_MM / 200;
/** ISO 8596: acuity 1.0 reads letters of 5 minutes of arc. */
const LABEL_MM = DISTANCE_MM * Math.tan((5 / 60) * (Math.PI / 180));

const FIGURES = ['.count__number', '.ring__time > span'];
const LABELS = ['.count__target', '.ring__label', '.ring__time small', '.readout dt', '.readout dd', '.readout small']
  .concat(['.verdict strong', '.verdict span', '.cue li[aria-current]', '.top__load'])
  .concat(['[data-idle] .current-plan dd', '[data-state=rest] .ring__time']);
const heightsOfCapitals = await loadInPage<(parts: string[]) => { part: string; capitalPx: number }[]>(
  'heights-of-capitals',
  'heightsOfCapitals',
);
const LIFTING = ['ascending', 'holding', 'hold-met', 'partial', 'member-lifting'] as const;

describe.skipIf(!chromium)(`bay screen, read from three metres${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it.each([
    ['en-GB', 800, 480],
    ['de-DE', 800, 480],
    ['es-ES', 1024, 600],
  ] as const)(
    'has letters of the height that the rule asks for (%s, %i x %i on 7 inches)',
    async (locale, width, height) => {
      const station = new FakeStation(Object.fromEntries(LIFTING.map((name) => [name, 'Bay 1'])));
      const { url } = await serve(station);
      const page = await open(url, { context: { locale, viewport: { width, height } } });
      await isLive(page);
      const seen = new Set<string>();
      for (const name of LIFTING) {
        SCENES[name](station, name);
        // A note stands for seconds, and takes its room meanwhile.
        station.presence(name, { greeting: null });
        await follow(page, `/bay/${name}`);
        await page.locator('.count__number').waitFor();
        await isDrawn(page);
        await shoot(page, `legible-${locale}-${width}-${name}`);
        const tooSmall = async () => {
          const letters = await page.evaluate(heightsOfCapitals, [...FIGURES, ...LABELS]);
          return letters.flatMap(({ part, capitalPx }) => {
            seen.add(part);
            const heightMm = (capitalPx * WIDTH_MM) / width;
            const leastMm = FIGURES.includes(part) ? FIGURE_MM : LABEL_MM;
            return heightMm < leastMm ? [`${part} in ${name}: ${heightMm.toFixed(1)} mm`] : [];
          });
        };
        // A greeting that goes leaves its room to the rest.
        await expect.poll(tooSmall).toEqual([]);
      }
      for (const part of [
        '.count__number',
        '.ring__time > span',
        '.readout dt',
        '.verdict strong',
        '.cue li[aria-current]',
      ])
        expect(seen).toContain(part);
    },
  );
});
