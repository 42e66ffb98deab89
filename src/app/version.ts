import { createRequire } from 'node:module';

/** Version of the program, as package.json states it. */
export const version = (createRequire(import.meta.url)('#package.json') as { version: string }).version;
