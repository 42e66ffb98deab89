/** Whether a package may be installed on this machine: who signed it, what it is, and why not. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ProblemError, problemOf } from '../../web/index.ts';
import { readPublicKey, verifyHash } from './minisign.ts';
import { folderBytes, freeBytes, machineArchitecture, versionInUse } from './release-files.ts';
import { readUpdateReport } from './update-report.ts';
import { type Offer, refusal } from './update-rules.ts';

/** Where the package, its keys and its updates lie. */
export interface PackagePlace {
  /** Folder of the releases. */
  lib: string;
  /** Files with the key of the releases; the first that exists counts. */
  keys: readonly string[];
  /** Root's folder, with the report of the last update. */
  updates: string;
  dataDir: string;
}

/** @returns what the signer says of the file. @throws ProblemError that says why the file is not to be trusted */
export async function verifyPackage(file: string, keys: readonly string[]): Promise<{ key: string; comment: string }> {
  const keyFile = keys.find((candidate) => existsSync(candidate));
  if (!keyFile) throw new ProblemError('package-no-key', { file: keys[0] ?? '' });
  const signature = `${file}.minisig`;
  if (!existsSync(signature)) throw new ProblemError('package-unsigned', { file: basename(signature) });
  const key = readPublicKey(readFileSync(keyFile, 'utf8'));
  const hash = createHash('blake2b512');
  // In pieces: the station counts on while it is read.
  await pipeline(createReadStream(file), hash);
  return { key: key.id, comment: verifyHash(hash.digest(), readFileSync(signature, 'utf8'), key) };
}

/** @throws ProblemError that says why it isn't installed, with what to do */
export async function checkOffer(offer: Offer, place: PackagePlace, again: boolean): Promise<void> {
  const machine = {
    architecture: await machineArchitecture(),
    version: versionInUse(place.lib)!,
    freeBytes: freeBytes(place.lib),
    dataBytes: folderBytes(place.dataDir),
    last: readUpdateReport(place.updates),
  };
  const reason = refusal(offer, machine, again);
  if (reason) throw problemOf(reason);
}
