/** Writes the address of the hub into the configuration file; everything else in it stays as it is, comments too. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { parseConfig } from '../config/config.ts';

/** @returns the file @throws ConfigError when the file would not be right; it is as it was then */
export function setHub(file: string, url: string, zone: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const document = parseDocument(text);
  document.setIn(['hub', 'url'], url);
  if (!document.get('zone')) document.set('zone', zone);
  const next = String(document);
  parseConfig(next, file);
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, next, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return file;
}
