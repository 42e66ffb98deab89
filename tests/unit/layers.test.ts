import { createRequire } from 'node:module';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, expect, test } from 'vitest';

const rules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');
const ROOMS = [
  'src/core',
  'src/common',
  'src/contracts',
  'src/rig',
  'src/readers',
  'src/sim',
  'src/store',
  'src/mqtt',
  'src/web',
  'src/app',
  'src/cli',
  'src/install',
  'firmware-bridge',
  'dashboard',
];

async function check(paths: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(paths, { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true });
  return output as ICruiseResult;
}

let house: ICruiseResult;
beforeAll(async () => {
  house = await check(['src', 'firmware-bridge', 'dashboard']);
});

test('the arrows between the rooms point one way, and every room was looked at', () => {
  const broken = house.summary.violations.map(
    (violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`,
  );
  expect(broken).toEqual([]);
  for (const room of ROOMS) {
    const modules = house.modules.filter((module) => module.source.startsWith(`${room}/`));
    expect(modules.length, `modules seen in ${room}`).toBeGreaterThan(1);
  }
});

test('the check sees a broken rule, and a circle by types alone', async () => {
  const result = await check(['tests/fixtures/layers']);
  const broken = result.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  expect(broken).toEqual(
    expect.arrayContaining([
      'core-is-pure: tests/fixtures/layers/impure-core.ts',
      'no-circles: tests/fixtures/layers/circle-one.ts',
    ]),
  );
});

const FOLDERS = [
  'bay',
  'board',
  'calibration',
  'config',
  'diagnosis',
  'people',
  'publish',
  'service',
  'sets',
  'storage',
];

test('the folders of app are as many as their rules know, and people and sets meet in bay and station alone', () => {
  const modules = house.modules.filter(({ source }) => source.startsWith('src/app/'));
  const seen = modules.flatMap(({ source }) => /^src\/app\/([^/]+)\//.exec(source)?.[1] ?? []);
  const counts = Object.fromEntries(FOLDERS.map((folder) => [folder, seen.filter((one) => one === folder).length]));
  for (const folder of FOLDERS) expect(counts[folder], `modules seen in ${folder}`).toBeGreaterThan(1);
  const importing = (folder: string) =>
    modules.filter(({ dependencies }) =>
      dependencies.some(({ resolved }) => resolved.startsWith(`src/app/${folder}/`)),
    );
  const sets = new Set(importing('sets').map(({ source }) => source));
  const both = importing('people')
    .map(({ source }) => source)
    .filter((source) => sets.has(source));
  for (const source of both) expect(source).toMatch(/^src\/app\/(bay\/|station)/);
});
