import { createRequire } from 'node:module';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';

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

test('the arrows between the rooms point one way, and every room was looked at', async () => {
  const result = await check(['src', 'firmware-bridge', 'dashboard']);
  const broken = result.summary.violations.map(
    (violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`,
  );
  expect(broken).toEqual([]);
  for (const room of ROOMS) {
    const modules = result.modules.filter((module) => module.source.startsWith(`${room}/`));
    expect(modules.length, `modules seen in ${room}`).toBeGreaterThan(1);
  }
});

test('the check sees a broken rule', async () => {
  const result = await check(['tests/fixtures/layers']);
  expect(result.summary.violations.map((violation) => violation.rule.name)).toContain('core-is-pure');
});
