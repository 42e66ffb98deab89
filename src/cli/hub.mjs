// `npm run hub`: installs what is missing, builds what is stale, then tries out a hub with two simulated gyms.
import { ensureBuilt, ensureInstalled, ensureNode } from './ensure.mjs';

ensureNode();
await ensureInstalled();
ensureBuilt();
const { main } = await import('../../dist/src/cli/main.js');
await main([process.argv[0], 'lockout', 'hub', 'try', ...process.argv.slice(2)]);
