/** `npm run test:pi -- container [--quick] [--cuts N]`: tests on demand that need a machine of their own. */
import { parseArgs } from 'node:util';
import { missingForContainers } from './container.ts';
import { containerStory, EVERY_BAD_RELEASE } from './container-story.ts';

const USAGE = `npm run test:pi -- container [--quick] [--cuts <number>]
  container   the package in a Debian 13 with systemd: install, hang, upgrade, bad releases, power cuts, remove, purge
  --quick     only two of the five bad releases
  --cuts      power cuts in the middle of an update (5)`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, cuts: { type: 'string', default: '5' } },
});
const [what] = positionals;
if (what === 'container') {
  const missing = missingForContainers();
  if (missing !== '') {
    console.error(missing);
    process.exitCode = 2;
  } else {
    const bad = values.quick ? (['throws', 'failed-migration'] as const) : EVERY_BAD_RELEASE;
    process.exitCode = await containerStory({ bad, cuts: Number(values.cuts) });
  }
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
