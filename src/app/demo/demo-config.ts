/** The configuration of the demo: three bays, a simulated card reader at each, and a data folder of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReaderConfig } from '../../contracts/readers.ts';
import { DEFAULT_FILE, isSimulated, type LoadedConfig, parseConfig } from '../config/config.ts';

/** Below the folder of the data, so that nothing of the demo is ever among what people lifted. */
const DEMO_FOLDER = 'demo';

/** Without a file: what a small gym has. Each value may be changed on the page, and from the environment. */
const DEMO_TEXT = `# The demo. Every value that is not here has its default.
bays:
  - id: bay-1
    name: Window
  - id: bay-2
    name: Mirror
    simulator: { seed: 13, massKg: 100 }
  - id: bay-3
    name: Door
    simulator: { seed: 4, massKg: 60 }
`;

/**
 * Null: a board or a reader is configured, and there are real people.
 * @throws ConfigError when the configuration that the demo kept is not right
 */
export function demoConfig(asked: LoadedConfig, env: NodeJS.ProcessEnv = process.env): LoadedConfig | null {
  const dataDir = join(asked.dataDir, DEMO_FOLDER);
  const loaded = asked.file === null ? withoutFile(asked, dataDir, env) : asked;
  if (!isSimulated(asked.config) || !isSimulated(loaded.config)) return null;
  const bays = loaded.config.bays.map((bay) => ({ ...bay, readers: [demoReader(bay.id)] }));
  // To delete its folder is the way to begin the demo again.
  return { ...loaded, config: { ...loaded.config, bays }, dataDir, rememberData: false };
}

function withoutFile(asked: LoadedConfig, dataDir: string, env: NodeJS.ProcessEnv): LoadedConfig {
  const file = join(dataDir, DEFAULT_FILE);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : DEMO_TEXT;
  const demo = { file, text: DEMO_TEXT, leaveDataDir: asked.dataDir };
  return { ...parseConfig(text, file, env, asked.folder), file: null, demo };
}

export const demoReaderPort = (bay: string) => `simulated PN532 of ${bay}`;

const demoReader = (bay: string): ReaderConfig => ({
  kind: 'pn532',
  port: demoReaderPort(bay),
  baud: 115200,
  format: 'auto',
});
