// `npm start`: installs what is missing, builds what is stale, runs the station in this very process.
import { ensureBuilt, ensureInstalled, ensureNode } from './ensure.mjs';

ensureNode();
ensureInstalled();
ensureBuilt();
const { main } = await import('../../dist/src/cli/main.js');
await main([process.argv[0], 'lockout', 'run', ...process.argv.slice(2)]);
