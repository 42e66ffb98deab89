/** hardware.md says nothing that configuration, doctor or command line don't. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/app/config/config.ts';
import { judgeSensor } from '../../src/app/diagnosis/judge-sensor.ts';
import { BayConfig, Config } from '../../src/contracts/config.ts';
import type { SensorFigures } from '../../src/contracts/diagnosis.ts';
import { cellsOf, fieldOf, page, ROOT, read, signalRows } from './hardware-page.ts';

describe('configuration', () => {
  test('each key that is named exists', () => {
    const sections = new Set([...Object.keys(BayConfig.properties), ...Object.keys(Config.properties)]);
    const named = [...page.matchAll(/`([A-Za-z]+\.[A-Za-z.]+)(?:: [^`]+)?`/g)].map(([, key]) => key!);
    const keys = named.filter((key) => sections.has(key.split('.')[0]!));
    expect(keys.length).toBeGreaterThan(15);
    for (const key of keys) {
      const field = fieldOf(BayConfig, key) ?? fieldOf(Config, key);
      expect(field, key).toBeDefined();
    }
  });

  test('the example is a good configuration and has the pins of the Mega', () => {
    const yaml = /```yaml\n([\s\S]+?)```/.exec(page)![1]!;
    const folder = mkdtempSync(join(tmpdir(), 'lockout-page-'));
    try {
      const file = join(folder, 'lockout.yaml');
      writeFileSync(file, yaml);
      const bay = loadConfig(file).config.bays[0]!;
      for (const { key, mega } of signalRows.filter((row) => row.key && !/trigger|echo/.test(row.key))) {
        const value = key!.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], bay);
        if (value !== undefined || !key!.startsWith('outputs')) expect(value, key).toBe(Number(mega));
      }
      expect(Object.keys(bay.outputs).length).toBe(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('the doctor expects what the page says it does', () => {
  const healthy = (figures: Partial<SensorFigures>): SensorFigures => ({
    role: 'load',
    kind: 'hx711',
    readings: 800,
    configuredRateHz: 80,
    measuredRateHz: 80,
    jitterMs: 0.1,
    noiseCounts: 50,
    noiseN: 0.1,
    noiseMm: null,
    uniqueValues: 100,
    longestRunS: 9,
    saturatedReadings: 0,
    outOfRangeReadings: 0,
    failedReadings: 0,
    lostReadings: 0,
    gaps: 0,
    longestGapS: 0,
    driftNPerMin: 0,
    driftMmPerMin: null,
    ...figures,
  });
  const distance = {
    role: 'distance',
    kind: 'vl53l1x',
    configuredRateHz: 50,
    measuredRateHz: 50,
    noiseN: null,
    noiseMm: 1.4,
  } as const;
  const table = [judgeSensor(healthy({})), judgeSensor(healthy({ ...distance, driftNPerMin: null, driftMmPerMin: 0 }))];
  const lines = page
    .split('\n')
    .filter((line) => line.startsWith('   | '))
    .map((line) => cellsOf(line.trim()));
  const names = { Jitter: 'jitter', Noise: 'noise', 'Different values': 'sensor-frozen', Drift: 'drift' };
  for (const [label, id] of Object.entries(names)) {
    const line = lines.find(([first]) => first === label)!;
    table.forEach((findings, index) => {
      const expected = findings.find((finding) => finding.id === id)?.expected;
      expect(expected, id).toBeTruthy();
      expect(line[index + 1], label).toContain(expected);
    });
  }
  const rate = lines.find(([first]) => first === 'Rate')!;
  const judged = (share: number, figures: Partial<SensorFigures>) => {
    const { configuredRateHz } = healthy(figures);
    return judgeSensor(healthy({ ...figures, measuredRateHz: configuredRateHz * share })).some(
      ({ id }) => id === 'rate-off',
    );
  };
  expect(rate[1]).toBe('HX711 80 Hz ± 20 %, NAU7802 ± 10 %');
  expect([judged(1.19, {}), judged(1.21, {})]).toEqual([false, true]);
  expect([judged(1.09, { kind: 'nau7802' }), judged(1.11, { kind: 'nau7802' })]).toEqual([false, true]);
  expect(rate[2]).toBe('50 Hz ± 10 %');
  expect([judged(1.09, distance), judged(1.11, distance)]).toEqual([false, true]);
});

describe('what the page leads to', () => {
  test('each link, heading and file exists', () => {
    const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\d\s-]/gu, '')
        .trim()
        .replaceAll(' ', '-');
    const slugsOf = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading!));
    expect(links.length).toBeGreaterThan(15);
    for (const link of links) {
      const [path, anchor] = link.split('#') as [string, string | undefined];
      if (path) expect(existsSync(join(ROOT, path)), link).toBe(true);
      if (anchor) expect(slugsOf(path ? read(path) : page), link).toContain(anchor);
    }
  });

  test('each verb and each of its flags exists', async () => {
    const calls = [...page.matchAll(/npx lockout ((?:member |token |config )?[a-z]+)([^`\n#]*)/g)].map(
      ([, verb, rest]) => ({
        verb: verb!,
        flags: [...rest!.matchAll(/--[a-z-]+/g)].map(([flag]) => flag),
      }),
    );
    const verbs = new Set([...calls.map(({ verb }) => verb), 'run']);
    expect([...verbs]).toEqual(
      expect.arrayContaining(['flash', 'doctor', 'calibrate', 'ports', 'config init', 'record']),
    );
    const helps = await helpOf([...verbs]);
    for (const [verb, help] of Object.entries(helps)) {
      expect(help).toContain(`Usage: lockout ${verb}`);
      for (const call of calls.filter((one) => one.verb === verb))
        for (const flag of call.flags) expect(help, `${verb} ${flag}`).toContain(flag);
    }
  });
});

/** What `lockout VERB --help` prints, by verb: of the built command, all by one process. */
async function helpOf(verbs: readonly string[]): Promise<Record<string, string>> {
  const program = `
    const { main } = await import(${JSON.stringify(new URL('../../dist/src/cli/main.js', import.meta.url).href)});
    for (const verb of ${JSON.stringify(verbs)}) {
      process.stdout.write('\\0' + verb + '\\0');
      await main([process.execPath, 'lockout', ...verb.split(' '), '--help']);
    }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT });
  const [, ...parts] = stdout.split('\0');
  return Object.fromEntries(verbs.map((_, index) => [parts[2 * index]!, parts[2 * index + 1]!]));
}
