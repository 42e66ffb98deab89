/** The copyright file of a package: our licence, and that of every npm package that is in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedPackage } from './lockfile.ts';

interface StatedElsewhere {
  /** SPDX id. */
  licence: string;
  /** Where it is stated. */
  where: string;
  /** As CycloneDX calls it: stated in the package itself, or found out by us. */
  acknowledgement: 'declared' | 'concluded';
}

/** Packages whose licence the lockfile doesn't have. */
export const STATED_ELSEWHERE: Readonly<Record<string, StatedElsewhere>> = {
  nanotimer: {
    licence: 'ISC',
    where:
      'the package itself states none; its author put the project under ISC in January 2016, and nanotimer declares it from 0.3.14 on',
    acknowledgement: 'concluded',
  },
  temporal: { licence: 'MIT', where: 'the older field "licenses" of its package.json', acknowledgement: 'declared' },
};
const APACHE = /Apache License\s+Version 2\.0, January 2004/;
const TEXT = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

/** @throws Error for a package whose licence is stated nowhere: it must be looked at before it is passed on */
export function copyrightFile(root: string, packages: readonly ShippedPackage[]): string {
  const ours = [
    'Lockout, the open controller of a smart hip-thrust station',
    '',
    'Copyright: the contributors of Lockout',
    'License: Apache-2.0',
    ' On Debian systems the text is in /usr/share/common-licenses/Apache-2.0',
    '',
    `It contains ${packages.length} npm packages under these licences:`,
    '',
  ];
  const byText = new Map<string, string[]>();
  for (const shipped of packages) {
    const text = textOf(root, shipped);
    const licence = shipped.licence ?? elsewhere(shipped.name);
    if (!licence)
      throw new Error(`${shipped.name} ${shipped.version} states no licence; look it up, and add it to licences.ts`);
    const line = `${shipped.name} ${shipped.version}: ${licence}`;
    byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  const parts = [...byText].map(([text, names]) =>
    [...names, '', ...text.split('\n').map((line) => ` ${line}`.trimEnd()), ''].join('\n'),
  );
  return `${[...ours, ...parts].join('\n')}`;
}

function elsewhere(name: string): string | null {
  const found = STATED_ELSEWHERE[name];
  return found ? `${found.licence} (${found.where})` : null;
}

function textOf(root: string, { path }: ShippedPackage): string {
  const folder = join(root, path);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => TEXT.test(file)) : [];
  if (files.length === 0) return `The package has no text of its licence. ${authorOf(folder)}`.trimEnd();
  return files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .map((text) => (APACHE.test(text) ? shortened(text) : text))
    .join('\n\n');
}

/** Debian has that text once for all; whose it is stays. */
function shortened(text: string): string {
  const owners = text.split('\n').filter((line) => /^\s*Copyright (\(c\) )?\d{4}/i.test(line));
  return [...owners.map((line) => line.trim()), 'The text is in /usr/share/common-licenses/Apache-2.0'].join('\n');
}

function authorOf(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return '';
  const { author, authors, contributors } = JSON.parse(readFileSync(file, 'utf8')) as {
    author?: unknown;
    authors?: unknown[];
    contributors?: unknown[];
  };
  const first = author ?? authors?.[0] ?? contributors?.[0];
  const name = typeof first === 'string' ? first : (first as { name?: string } | undefined)?.name;
  return name ? `Copyright: ${name.replace(/ *[<(].*/, '').trim()}` : '';
}
