// `npm start`: installs what is missing, builds what is stale, runs the station in this very process. Who has configured nothing yet
// sees the demo.
import { existsSync } from 'node:fs';
import { ensureBuilt, ensureInstalled, ensureNode } from './ensure.mjs';

ensureNode();
await ensureInstalled();
ensureBuilt();
const { main } = await import('../../dist/src/cli/main.js');
const args = process.argv.slice(2);
const isConfigured = args.length > 0 || process.env.LOCKOUT_CONFIG !== undefined || existsSync('lockout.yaml');
await main([process.argv[0], 'lockout', 'run', ...(isConfigured ? args : ['--demo'])]);
