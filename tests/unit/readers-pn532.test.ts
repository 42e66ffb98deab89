/** The PN532 reader against the chip in software, byte for byte, without a serial port between. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ReaderConfig } from '../../src/contracts/readers.ts';
import { createReader, type ReaderHealth, type ReaderRefusal, type RefusalReason } from '../../src/readers/index.ts';
import { type VirtualCard, VirtualPn532 } from '../../src/sim/pn532.ts';

const config: ReaderConfig = { kind: 'pn532', port: '/dev/ttyReader', baud: 115_200, format: 'auto' };
const within = { timeout: 30_000, interval: 5 };

/** Some polls, since what the first one finds has been lying there. */
const isPolling = (chip: VirtualPn532) =>
  vi.waitFor(() => expect(chip.commands.filter(([code]) => code === 0x4a).length).toBeGreaterThan(2), within);

function startReader(chip = new VirtualPn532(), more: VirtualPn532[] = []) {
  const chips = [chip, ...more];
  let opened = 0;
  const reader = createReader(config, {
    openSerial: async () => chips[Math.min(opened++, chips.length - 1)]!,
    boardPorts: ['/dev/ttyBoard'],
  });
  const taps: string[] = [];
  const refusals: ReaderRefusal[] = [];
  const states: ReaderHealth[] = [];
  reader.on('tap', ({ uidHex }) => taps.push(uidHex));
  reader.on('refused', (refusal) => refusals.push(refusal));
  reader.on('state', (health) => states.push(health));
  onTestFinished(() => reader.stop());
  reader.start();
  const isIn = (state: ReaderHealth['state']) => vi.waitFor(() => expect(reader.health.state).toBe(state), within);
  return { reader, taps, refusals, states, isIn };
}

test('wakes the chip, sets it up, and reads a card once while it is held there', async () => {
  const chip = new VirtualPn532();
  const { reader, taps, states, isIn } = startReader(chip);
  await isIn('ok');
  expect(states).toEqual([{ state: 'ok', reasons: [] }]);
  expect(chip.commands.slice(0, 3)).toEqual([[0x14, 0x01], [0x02], [0x32, 0x05, 0xff, 0x01, 0x01]]);
  await isPolling(chip);
  chip.setCards([{ uid: '04a2b3c4d5e680', hasAts: true }]);
  await vi.waitFor(() => expect(taps).toEqual(['04A2B3C4D5E680']), within);
  // Still there in poll after poll, since the field is switched off between: seen again, tapped once.
  const polls = () => chip.commands.filter(([code]) => code === 0x4a).length;
  const before = polls();
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(before + 5), within);
  expect(taps).toHaveLength(1);
  expect(reader.counters).toMatchObject({ taps: 1, garbage: 0, losses: 0 });
});

test.each<[RefusalReason, VirtualCard[]]>([
  ['two-cards', [{ uid: '74103794' }, { uid: '04a2b3c4d5e680', hasAts: true }]],
  ['random-uid', [{ uid: 'random', hasAts: true }]],
  ['malformed', [{ uid: '00000000' }]],
])('%s: refused once, with what to do', async (reason, cards) => {
  const chip = new VirtualPn532();
  const { reader, taps, refusals, isIn } = startReader(chip);
  await isIn('ok');
  await isPolling(chip);
  chip.setCards(cards);
  // The field is switched off after each poll that finds one.
  await vi.waitFor(() => expect(chip.commands.filter(([code]) => code === 0x32).length).toBeGreaterThan(4), within);
  expect(taps).toEqual([]);
  expect(refusals).toMatchObject([{ reason, text: expect.stringMatching(/\.$/) }]);
  expect(reader.counters.refused[reason]).toBe(1);
});

test('answers that all come damaged are counted, and end as a lost reader, never as a card', async () => {
  const chip = new VirtualPn532();
  const { reader, taps, isIn } = startReader(chip);
  await isIn('ok');
  await isPolling(chip);
  chip.setFault('damage', true);
  chip.setCards([{ uid: '74103794' }]);
  await isIn('lost');
  expect(reader.health.reasons).toMatchObject([{ kind: 'reader-pn532-lost' }]);
  expect(reader.counters.garbage).toBeGreaterThan(0);
  expect(taps).toEqual([]);
});

test('noise between the answers is counted, and costs no tap', async () => {
  const chip = new VirtualPn532();
  const { reader, taps, isIn } = startReader(chip);
  await isIn('ok');
  chip.setFault('noise', true);
  await vi.waitFor(() => expect(reader.counters.garbage).toBeGreaterThan(2), within);
  chip.setCards([{ uid: '74103794' }]);
  await vi.waitFor(() => expect(taps).toEqual(['74103794']), within);
  expect(reader.health.state).toBe('ok');
});

test('a chip that falls silent is lost with a reason, and is woken again', async () => {
  const chip = new VirtualPn532();
  const second = new VirtualPn532();
  const { reader, taps, isIn } = startReader(chip, [second]);
  await isIn('ok');
  chip.setFault('mute', true);
  await isIn('lost');
  expect(reader.health.reasons).toMatchObject([{ kind: 'reader-pn532-lost' }]);
  await isIn('ok');
  await isPolling(second);
  second.setCards([{ uid: '74103794' }]);
  await vi.waitFor(() => expect(taps).toEqual(['74103794']), within);
  expect(reader.counters.losses).toBe(1);
});

test.each([
  ['no chip at the port', () => silent(), 'reader-pn532-silent'],
  ['another chip', () => new VirtualPn532({ chipCode: 0x33 }), 'reader-other-chip'],
])('%s is reported', async (_, make, kind) => {
  const { reader, isIn } = startReader(make());
  await isIn('lost');
  expect(reader.health.reasons).toEqual([{ kind, params: {} }]);
});

function silent(): VirtualPn532 {
  const chip = new VirtualPn532();
  chip.setFault('mute', true);
  return chip;
}

test('a plug that comes and goes is named', async () => {
  const chips = Array.from({ length: 4 }, () => new VirtualPn532());
  const { reader, isIn } = startReader(chips[0], chips.slice(1));
  for (const chip of chips.slice(0, 3)) {
    await isIn('ok');
    chip.unplug();
    await isIn('lost');
  }
  expect(reader.health.reasons).toMatchObject([
    { kind: 'reader-unplugged' },
    { kind: 'reader-flapping', params: { times: 3 } },
  ]);
  expect(reader.counters.losses).toBe(3);
});

test('a reader never opens the port of a board', async () => {
  let opened = 0;
  const reader = createReader(config, {
    openSerial: async () => {
      opened++;
      return new VirtualPn532();
    },
    boardPorts: ['simulated', '/dev/ttyReader'],
  });
  onTestFinished(() => reader.stop());
  reader.start();
  await vi.waitFor(() => expect(reader.health.reasons).toMatchObject([{ kind: 'reader-port-of-board' }]), within);
  expect(opened).toBe(0);
});
