import { expect, test } from 'vitest';
import { importsPort, SLICE_ROWS } from '../../src/app/people/imports/imports.ts';
import { SLICE_BYTES } from '../../src/app/people/imports/read-list.ts';
import type { Store } from '../../src/store/index.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const ROWS = 5000;
const csv = Buffer.from(
  ['name,card', ...Array.from({ length: ROWS }, (_, n) => `Member ${n},04${n.toString(16).padStart(12, '0')}`)].join(
    '\n',
  ),
);

/** Each row has a card: how many cards are looked at between two pauses is how many rows are. */
function longList() {
  const seen = { pauses: 0, sinceLast: 0, most: 0, pausesBeforeRows: -1 };
  const look = () => {
    if (seen.pausesBeforeRows < 0) seen.pausesBeforeRows = seen.pauses;
    seen.most = Math.max(seen.most, ++seen.sinceLast);
  };
  const added: unknown[] = [];
  const imports = importsPort({
    store: () =>
      ({
        imports: { logins: async () => [], add: async (_: string, rows: unknown[]) => added.push(...rows) },
        cards: { all: async () => [] },
      }) as unknown as Store,
    clock: new VirtualClock(0),
    hashOf: (uid) => {
      look();
      return uid;
    },
    hashesOf: (uid) => {
      look();
      return [uid];
    },
    onChanged: () => undefined,
    pause: async () => {
      seen.pauses++;
      seen.sinceLast = 0;
    },
  });
  return { imports, seen, added };
}

test('a list of 5,000 members is read and judged in slices', async () => {
  const { imports, seen } = longList();
  const { adds } = await imports.preview(csv);
  expect(adds).toBe(ROWS);
  expect(seen.pausesBeforeRows, 'slices of the text').toBe(Math.ceil(csv.length / SLICE_BYTES));
  expect(seen.pauses - seen.pausesBeforeRows).toBe(ROWS / SLICE_ROWS);
  expect(seen.most).toBe(SLICE_ROWS);
});

test('and its members are made ready in slices', async () => {
  const { imports, seen, added } = longList();
  await imports.add(csv, { id: null, role: 'admin' });
  expect(added).toHaveLength(ROWS);
  expect(seen.pauses - seen.pausesBeforeRows).toBe((2 * ROWS) / SLICE_ROWS);
  expect(seen.most).toBe(SLICE_ROWS);
});
