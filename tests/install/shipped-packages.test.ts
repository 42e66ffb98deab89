import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ARCHITECTURES } from '../../src/install/architecture.ts';
import { billOfMaterials } from '../../src/install/bill-of-materials.ts';
import { copyrightFile } from '../../src/install/licences.ts';
import { shippedPackages } from '../../src/install/lockfile.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test.each(ARCHITECTURES)('a release for $debian has its own binaries and no others', (architecture) => {
  const names = shippedPackages(root, architecture).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('@libsql/'))).toEqual([architecture.libsql]);
});

test('what the page is built from is among what is shipped, what only builds and tests is not', () => {
  const names = shippedPackages(root, ARCHITECTURES[0]!).map(({ name }) => name);
  for (const name of ['fastify', 'johnny-five', 'preact', '@preact/signals', '@preact/signals-core', 'uplot', 'uqr'])
    expect(names).toContain(name);
  expect(names).toContain('@fontsource-variable/inter');
  for (const name of ['vite', 'vitest', 'typescript', 'playwright-core', 'axe-core']) expect(names).not.toContain(name);
});

test('the bill of materials names each package once with its version, checksum and licence', () => {
  const packages = shippedPackages(root, ARCHITECTURES[0]!);
  const bill = JSON.parse(billOfMaterials('1.2.3', packages, '2026-11-30T00:00:00.000Z'));
  expect(bill).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { version: '1.2.3' } },
  });
  expect(bill.components).toHaveLength(packages.length);
  expect(new Set(bill.components.map((part: { 'bom-ref': string }) => part['bom-ref'])).size).toBe(packages.length);
  const fastify = bill.components.find(({ name }: { name: string }) => name === 'fastify');
  expect(fastify).toMatchObject({
    purl: expect.stringMatching(/^pkg:npm\/fastify@5\./),
    licenses: [{ license: { id: 'MIT' } }],
  });
  expect(fastify.hashes[0].content).toMatch(/^[0-9a-f]{128}$/);
  for (const part of bill.components) expect(part.licenses, part.name).toHaveLength(1);
  // Their package.json has none in the field of today.
  const licenceOf = (of: string) =>
    bill.components.find(({ name }: { name: string }) => name === of).licenses[0].license;
  expect(licenceOf('nanotimer')).toEqual({ id: 'ISC', acknowledgement: 'concluded' });
  expect(licenceOf('temporal')).toEqual({ id: 'MIT', acknowledgement: 'declared' });
});

test('the copyright file names every package with its licence, and a new one without licence stops the build', () => {
  const packages = shippedPackages(root, ARCHITECTURES[0]!);
  const text = copyrightFile(root, packages);
  for (const { name, version } of packages) expect(text).toContain(`${name} ${version}: `);
  expect(text).toMatch(
    /nanotimer 0\.3\.10: ISC \(the package itself states none; .*\n\n The package has no text of its licence\. Copyright: Kevin Briggs\n/,
  );
  expect(text).toContain('SIL OPEN FONT LICENSE');
  expect(text).not.toContain('TERMS AND CONDITIONS FOR USE');
  const unknown = { path: 'node_modules/x', name: 'x', version: '1.0.0', licence: null, integrity: null };
  expect(() => copyrightFile(root, [unknown])).toThrow(/x 1\.0\.0 states no licence/);
});
