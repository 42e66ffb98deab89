/** The firmware that is shipped for a board, checked before anything is touched. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  HEX_DIRECTORY,
  readManifest,
  SKETCH_DIRECTORY,
  sha256,
  sourceHash,
} from '../../../firmware-bridge/manifest.ts';
import { BAUD_RATES } from '../../../firmware-bridge/protocol.ts';
import type { FlashBoardName } from './boards.ts';

interface FirmwareFile {
  path: string;
  sizeBytes: number;
}

/**
 * @param baud serial speed that the firmware will speak; the shipped files speak the default one
 * @throws Error that says what is missing, damaged or older than its sources, and what to do
 */
export function firmwareFile(board: FlashBoardName, baud: number, hexDirectory = HEX_DIRECTORY): FirmwareFile {
  const isDefault = baud === BAUD_RATES.default;
  const directory = isDefault ? hexDirectory : join(hexDirectory, String(baud));
  const build = isDefault ? 'npm run firmware' : `npm run firmware -- --baud ${baud}`;
  const path = join(directory, `${board}.hex`);
  if (!existsSync(path) || !existsSync(join(directory, 'manifest.json')))
    throw new Error(`there is no firmware for the ${board} at ${baud} baud (${path}). Build it: ${build}`);
  const manifest = readManifest(directory);
  const shipped = manifest.boards[board];
  if (!shipped || sha256(readFileSync(path, 'utf8')) !== shipped.hexSha256)
    throw new Error(
      `${path} is not the file that its manifest describes: it is damaged or half built. Build it: ${build}`,
    );
  if (hasSketch() && sourceHash() !== manifest.sourceSha256)
    throw new Error(`${path} is older than the sketch beside it. Build it: ${build}`);
  return { path, sizeBytes: shipped.flashBytes };
}

/** A release may come without the sources. */
const hasSketch = () => existsSync(SKETCH_DIRECTORY) && readdirSync(SKETCH_DIRECTORY).length > 0;
