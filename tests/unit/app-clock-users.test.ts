/** What goes by the clock that is handed in, where nothing else shows it. */
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { WebhookDelivery } from '../../src/app/publish/webhooks/webhook-delivery.ts';
import type { Store } from '../../src/store/index.ts';
import { quietBay } from '../support/quiet-bay.ts';
import { configFor } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const NOW_MS = Date.parse('2026-11-22T18:00:00.000Z');
const MINUTE_MS = 60_000;

test('webhooks: what was put off for longer than any pause lasts is due, as the clock was set back since', async () => {
  const asked: string[][] = [];
  const webhooks = {
    due: async (...times: string[]) => {
      asked.push(times);
      return [];
    },
  } as unknown as Store['webhooks'];
  const logger = pino({ level: 'silent' });
  const clock = new VirtualClock(NOW_MS);
  const delivery = new WebhookDelivery({ store: () => ({ webhooks }), clock, networks: [], logger });
  delivery.wake();
  await delivery.stop();
  expect(asked).toEqual([['2026-11-22T18:00:00.000Z', '2026-11-22T20:00:00.000Z']]);
});

test('webhooks: the pause of one that is gone is forgotten', async () => {
  const clock = new VirtualClock(NOW_MS);
  let onFailed = () => {};
  let onLooked = () => {};
  const failed = new Promise<void>((resolve) => (onFailed = resolve));
  const looked = new Promise<void>((resolve) => (onLooked = resolve));
  const rows = [{ seq: 1, webhookId: 'gone', url: 'http://169.254.1.1/', secret: 's', body: '{}', tries: 0 }];
  const backMs = clock.monoMs() + 3 * 60 * MINUTE_MS;
  const webhooks = {
    due: async () => {
      if (clock.monoMs() >= backMs) onLooked();
      return rows.splice(0);
    },
    failed: async () => onFailed(),
  } as unknown as Store['webhooks'];
  const delivery = new WebhookDelivery({
    store: () => ({ webhooks }),
    clock,
    networks: [],
    logger: pino({ level: 'silent' }),
  });
  delivery.wake();
  await failed;
  expect(delivery.paused).toBe(1);
  clock.pass(backMs - clock.monoMs());
  delivery.wake();
  await looked;
  await delivery.stop();
  expect(delivery.paused).toBe(0);
});

test('a calibration is given up after ten minutes without a step, whatever the wall clock does meanwhile', async () => {
  const clock = new VirtualClock(NOW_MS);
  const { bay } = quietBay(configFor('no-such-folder').config.bays[0]!, clock);
  const { calibrator } = bay;
  const measured = calibrator.measure({ step: 'tare' });
  clock.step(86_400_000);
  bay.tick();
  clock.pass(4000);
  bay.tick();
  expect(calibrator.status.wizard.measuring, 'a board may be silent for some seconds').toBe('tare');
  clock.pass(2000);
  bay.tick();
  expect(await measured).toMatchObject({ kind: 'refused' });
  clock.pass(9 * MINUTE_MS);
  bay.tick();
  expect(calibrator.isOpen).toBe(true);
  clock.pass(2 * MINUTE_MS);
  bay.tick();
  expect(calibrator.isOpen).toBe(false);
});
