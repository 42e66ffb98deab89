/** A station with a card reader: from the chip's bytes to what a program reads. */
import { expect, test, vi } from 'vitest';
import { createMetrics } from '../../src/app/metrics.ts';
import { VirtualPn532 } from '../../src/sim/pn532.ts';
import { hasSocat, makeSerialDevice } from '../support/serial-device.ts';
import { startStation } from '../support/station.ts';

const title = 'a station opens its readers and counts their cards';
test.skipIf(!hasSocat)(hasSocat ? title : `${title} (skipped: socat not present)`, async () => {
  let chip = new VirtualPn532();
  const { path } = await makeSerialDevice(() => {
    chip = new VirtualPn532();
    return chip;
  });
  const { station } = await startStation({ yaml: `bays: [{ readers: [{ port: ${path} }] }]` });
  const [reader] = station.readers.get('bay-1')!;
  const within = { timeout: 20_000 };
  await vi.waitFor(() => expect(reader!.health.state).toBe('ok'), within);
  const polls = () => chip.commands.filter(([code]) => code === 0x4a).length;
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(2), within);
  chip.setCards([{ uid: '74103794' }]);
  await vi.waitFor(() => expect(reader!.counters.taps).toBe(1), within);
  await vi.waitFor(() => expect(station.bays[0]!.boardStatus?.slots[0]?.samplesReceived).toBeGreaterThan(0), within);
  const metrics = await createMetrics(station).text();
  expect(metrics).toContain('lockout_reader_up{bay="bay-1",reader="pn532"} 1');
  expect(metrics).toContain('lockout_reader_total{bay="bay-1",reader="pn532",what="taps"} 1');
  expect(metrics).not.toContain('74103794');
  // Prometheus reckons rates of what is called a counter only, and every unit has a name of its own.
  const types = [...metrics.matchAll(/^# TYPE (lockout_\w+) (\w+)$/gm)].map(([, name, type]) => [name, type]);
  expect(types.length).toBeGreaterThan(20);
  expect(types).toEqual(types.map(([name]) => [name, name!.endsWith('_total') ? 'counter' : 'gauge']));
  expect(metrics).toMatch(/^lockout_slot_worst_delay_seconds\{bay="bay-1",slot="0"\} \d/m);
  expect(metrics).toMatch(/^lockout_slot_samples_total\{bay="bay-1",slot="0",what="samplesReceived"\} [1-9]/m);
});
