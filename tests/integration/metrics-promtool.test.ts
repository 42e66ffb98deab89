import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startStation, until } from '../support/station.ts';

const PROMTOOL = '/usr/bin/promtool';
const missing = existsSync(PROMTOOL) ? '' : 'skipped: promtool is not installed (apt-get install prometheus)';

test.skipIf(missing)(`/metrics of a running station pass Prometheus's own check ${missing}`, async () => {
  const { station, page, asAdmin } = await startStation();
  await until(() => station.bays[0]?.boardStatus);
  const metrics = await (await asAdmin(`${page}/metrics`)).text();
  for (const part of ['lockout_slot_samples_total{', 'lockout_web_', 'lockout_mqtt_total{', 'nodejs_eventloop_lag'])
    expect(metrics).toContain(part);
  const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'metrics'], { input: metrics, encoding: 'utf8' });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
});
