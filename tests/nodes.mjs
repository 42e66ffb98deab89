// `npm run test:nodes`: the tests on the newest Node 22 and 24 as well.
import { run } from '../src/cli/ensure.mjs';

for (const major of [22, 24]) {
  console.log(`\n=== Node ${major}`);
  run('npx', ['-y', '-p', `node@${major}`, 'node', 'tests/run.mjs', '--only-tests']);
}
