/** The configuration of the demo: a simulated card reader at every bay, and a data folder of its own. */
import { join } from 'node:path';
import type { ReaderConfig } from '../../contracts/readers.ts';
import type { LoadedConfig } from '../config/config.ts';

/** Below the folder of the data, so that nothing of the demo is ever among what people lifted. */
const DEMO_FOLDER = 'demo';

/** Null: a board or a reader is configured, and there are real people. */
export function demoConfig(loaded: LoadedConfig): LoadedConfig | null {
  const { bays } = loaded.config;
  const isSimulated = bays.every(({ board, readers }) => board.port === 'simulated' && readers.length === 0);
  if (!isSimulated) return null;
  const config = { ...loaded.config, bays: bays.map((bay) => ({ ...bay, readers: [demoReader(bay.id)] })) };
  // To delete its folder is the way to begin the demo again.
  return { ...loaded, config, dataDir: join(loaded.dataDir, DEMO_FOLDER), rememberData: false };
}

export const demoReaderPort = (bay: string) => `simulated PN532 of ${bay}`;

const demoReader = (bay: string): ReaderConfig => ({
  kind: 'pn532',
  port: demoReaderPort(bay),
  baud: 115200,
  format: 'auto',
});
