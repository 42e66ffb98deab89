import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { Hub } from '../../src/hub/index.ts';
import { missingBroker, Sender, useHub } from '../support/hub.ts';

const PROMTOOL = '/usr/bin/promtool';
const folder = fileURLToPath(new URL('../../src/hub/monitoring', import.meta.url));
const rulesFile = join(folder, 'lockout-hub.rules.yml');
interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; action: string };
}
const rules = (parse(readFileSync(rulesFile, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const dashboard = JSON.parse(readFileSync(join(folder, 'lockout-hub.dashboard.json'), 'utf8')) as {
  panels: { id: number; title: string; targets: { expr: string }[] }[];
};
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

/** Names and labels, as Prometheus reads them (https://prometheus.io/docs/instrumenting/exposition_formats/). */
function series(text: string): Map<string, { type: string; lines: string[] }> {
  const found = new Map<string, { type: string; lines: string[] }>();
  for (const line of text.split('\n')) {
    const [, name, type] = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line) ?? [];
    if (name) found.set(name, { type: type!, lines: [] });
    else if (line !== '' && !line.startsWith('#')) {
      const of = /^([a-z][a-z0-9_]*)(?:\{(?:[a-z_]+="[^"]*",?)*\})? (?:-?[\d.e+-]+|NaN)$/.exec(line)?.[1];
      expect(of, line).toBeDefined();
      found.get(of!.replace(/_(bucket|sum|count)$/, ''))?.lines.push(line) ?? found.get(of!)?.lines.push(line);
    }
  }
  return found;
}

test('each alert says what is wrong and what to do; panels have their own numbers', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { alert, annotations } of rules)
    for (const text of [annotations.summary, annotations.action]) expect(text.length, alert).toBeGreaterThan(10);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

test.skipIf(!existsSync(PROMTOOL))('Prometheus accepts the rules and every expression of the dashboard', () => {
  const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'rules', rulesFile], { encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
});

describe.skipIf(missingBroker)(`/metrics of a hub ${missingBroker}`, () => {
  const at = useHub({ dashboardDir: null, isLive: true });
  const local = async () => (await fetch(`http://127.0.0.1:${at.hub.adminPort}/metrics`)).text();

  test('has every series of the rules and the dashboard, and says what controllers sent', async () => {
    const sender = await Sender.pair(at);
    await sender.send([sender.set(1), sender.set(2)], { waiting: 7, refused: 1 });
    await Sender.pair(at, 'south', false);
    const text = await local();
    const found = series(text);
    const ids = { gym: 'north', controller: sender.id };
    const value = (name: string, labels: Record<string, string>) => {
      const line = found
        .get(name)!
        .lines.find((one) => Object.entries(labels).every(([key, of]) => one.includes(`${key}="${of}"`)));
      return Number(line?.split(' ').at(-1));
    };
    expect(value('lockout_hub_ingest_total', { what: 'sets' })).toBe(2);
    expect(value('lockout_hub_controller_waiting', ids)).toBe(5);
    expect(value('lockout_hub_controller_refused', ids)).toBe(1);
    expect(Math.abs(value('lockout_hub_controller_heard_seconds', ids) - Date.now() / 1000)).toBeLessThan(60);
    expect(value('lockout_hub_controllers', { gym: 'south', state: 'pending' })).toBe(1);
    expect(value('lockout_hub_bays', { gym: 'north', what: 'up' })).toBe(1);
    expect(value('lockout_hub_database_up', {})).toBe(1);
    const own = new Set(expressions.flatMap((expr) => expr.match(/\b(?:lockout_hub|nodejs|process)_\w+/g) ?? []));
    expect([...own].filter((name) => !found.has(name))).toEqual([]);
    for (const [name, { type }] of found) expect(name.endsWith('_total'), name).toBe(type === 'counter');
    if (!existsSync(PROMTOOL)) return;
    const checked = spawnSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect({ status: checked.status, said: checked.stdout + checked.stderr }).toEqual({ status: 0, said: '' });
  });

  test('is for this machine alone, and elsewhere for those who have the token', async () => {
    expect((await fetch(`http://127.0.0.1:${at.hub.adminPort}/metrics`)).status).toBe(200);
    const get = (port: number, authorization: string) =>
      new Promise<number>((resolve, reject) =>
        request(
          `https://127.0.0.1:${port}/metrics`,
          { rejectUnauthorized: false, headers: { authorization } },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode!);
          },
        )
          .on('error', reject)
          .end(),
      );
    expect(await get(at.hub.port, 'Bearer ')).toBe(404);
    const place = {
      database: await at.newDatabase(),
      folder: at.folder,
      names: ['127.0.0.1'],
      host: '127.0.0.1',
      port: 0,
    };
    const hub = await Hub.start({ ...place, adminPort: 0, metricsToken: 'long-enough-token' });
    onTestFinished(() => hub.stop());
    expect(await get(hub.port, 'Bearer long-enough-token')).toBe(200);
    for (const wrong of ['', 'Bearer', 'Bearer long-enough-tokem', 'long-enough-token'])
      expect(await get(hub.port, wrong)).toBe(401);
  });

  test('says when the database is gone, and still answers', async () => {
    const hub = await Hub.start({
      ...{
        database: await at.newDatabase(),
        folder: at.folder,
        names: ['127.0.0.1'],
        host: '127.0.0.1',
        port: 0,
        adminPort: 0,
      },
    });
    onTestFinished(() => hub.stop().catch(() => undefined));
    const real = hub.pool.query.bind(hub.pool);
    hub.pool.query = (() => Promise.reject(new Error('gone'))) as never;
    const text = await (await fetch(`http://127.0.0.1:${hub.adminPort}/metrics`)).text();
    hub.pool.query = real;
    expect(text).toContain('lockout_hub_database_up 0');
    expect(text).not.toContain('lockout_hub_diverged 0');
  });
});
