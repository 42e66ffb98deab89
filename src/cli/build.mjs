// `npm run build`: TypeScript to dist/, npm packages to a file each in dist/npm, the dashboard to dist/dashboard.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './ensure.mjs';

run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
run(process.execPath, [join(root, 'dist/src/install/packages-as-files.js')]);
run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'dashboard', '--logLevel', 'warn']);
writeFileSync(join(root, 'dist/.built'), `${new Date().toISOString()}\n`);
