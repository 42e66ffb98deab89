/** The configuration file as an admin writes it on the page. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { parseConfig } from '../../src/app/config/config.ts';
import { configFilePort } from '../../src/app/people/config-file.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { Store } from '../../src/store/index.ts';

const ADMIN = { id: null, role: 'admin' };

/** Of a station that runs with this configuration and these variables. */
function portOf(yaml: string, variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const file = join(folder, 'lockout.yaml');
  const loaded = { ...parseConfig(yaml, file, process.env), file };
  const store = () => ({ corrections: { record: async () => 'row' } }) as unknown as Store;
  const port = configFilePort({ store, loaded, defaultFile: file, clock: systemClock });
  return { file, save: (text: string) => port.saveConfig({ yaml: text }, null, ADMIN) };
}

const MAIL = 'mail: { host: smtp.gym.example, username: gym, from: a@gym.example, to: [b@gym.example] }';

test.each([
  ['LOCKOUT_MAIL_PASSWORD', MAIL, MAIL.replace('smtp.gym', 'smtp.evil')],
  ['LOCKOUT_MAIL_PASSWORD', MAIL, MAIL.replace('host:', 'tls: never, host:')],
  ['LOCKOUT_MAIL_PASSWORD', 'site: gym', MAIL],
  ['LOCKOUT_MQTT_PASSWORD', 'mqtt: { url: "mqtt://broker.local" }', 'mqtt: { url: "mqtt://evil.example" }'],
])('a password in the environment (%s) is sent to no server that the page names', async (variable, now, next) => {
  const { file, save } = portOf(now, { [variable]: 'hunter2' });
  await expect(save(next)).rejects.toMatchObject({ statusCode: 422, message: expect.stringContaining(variable) });
  expect(existsSync(file)).toBe(false);
  await save(`${now}\nlog: { level: warn }`);
  expect(readFileSync(file, 'utf8')).toMatch(/warn/);
});

test('without one, the page names the servers', async () => {
  const { file, save } = portOf('site: gym');
  await save(MAIL);
  expect(readFileSync(file, 'utf8')).toBe(MAIL);
});
