import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/station.ts';

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; those of level 3 come behind them, but for the listed ones. */
const SECTIONS: Readonly<Record<string, number>> = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2, '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3, '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2, '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1 },
  ...{ '9.1': 3, '9.2': 4, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1 },
  ...{ '12.1': 3, '12.2': 2, '12.3': 4, '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5 },
  ...{ '14.1': 2, '14.2': 4, '14.3': 3, '15.1': 3, '15.2': 3, '15.3': 7, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3 },
  '16.5': 3,
};
const EXPECTED = Object.entries(SECTIONS).flatMap(([section, most]) =>
  Array.from({ length: most }, (_, index) => `${section}.${index + 1}`),
);
/** Chapters of which there is nothing here. */
const CHAPTERS = ['10.1.1', '17.1.1'];

const rows = readFileSync(join(ROOT, 'src/web/ASVS.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, id, what, state, how] = /^\| (\d+\.\d+\.\d+) (.+?) \| (\w+) \| (.+) \|$/.exec(line) ?? [];
    return id ? [{ id, what: what!, state: state!, how: how! }] : [];
  });

test('every requirement of levels 1 and 2 is there, once', () => {
  const ids = rows.map(({ id }) => id).filter((id) => !CHAPTERS.includes(id));
  expect([...ids].sort()).toEqual([...EXPECTED].sort());
});

test.each(rows)('$id $what', ({ state, how }) => {
  const tests = [...how.matchAll(/`(tests\/[\w/.-]+)`/g)].map(([, file]) => file!);
  for (const file of tests) expect(existsSync(join(ROOT, file)), file).toBe(true);
  expect(['met', 'part', 'open', 'none']).toContain(state);
  if (state === 'met') expect(tests.length).toBeGreaterThan(0);
  const reason = how.replaceAll(/`tests\/[\w/.-]+`/g, '').replaceAll(/[\s,:.]/g, '');
  if (state !== 'met') expect(reason).not.toBe('');
});
