/** What a release is made of, in CycloneDX 1.6. `npm sbom` refuses the tree of Johnny-Five, so it is written from the lockfile. */
import { STATED_ELSEWHERE } from './licences.ts';
import type { ShippedPackage } from './lockfile.ts';

/** @param packages those of `shippedPackages` @param timestamp ISO 8601 */
export function billOfMaterials(version: string, packages: readonly ShippedPackage[], timestamp: string): string {
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp,
      component: {
        type: 'application',
        'bom-ref': `lockout@${version}`,
        name: 'lockout',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: packages.map(({ path, name, version: of, licence, integrity }) => ({
      type: 'library',
      'bom-ref': path,
      name,
      version: of,
      purl: `pkg:npm/${name.replace('@', '%40')}@${of}`,
      ...(integrity && { hashes: [{ alg: 'SHA-512', content: hexOf(integrity) }] }),
      ...licences(name, licence),
    })),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function licences(name: string, licence: string | null): object {
  if (licence) return { licenses: [/[ ()]/.test(licence) ? { expression: licence } : { license: { id: licence } }] };
  const found = STATED_ELSEWHERE[name];
  return found ? { licenses: [{ license: { id: found.licence, acknowledgement: found.acknowledgement } }] } : {};
}

const hexOf = (integrity: string) => Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
