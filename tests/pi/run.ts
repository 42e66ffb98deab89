/** `npm run test:pi -- container | arm64 | kiosk | kiosk-unit | image | panic`: tests on demand that need a machine of their own. */
import { parseArgs } from 'node:util';
import { arm64Story, missingForArm64 } from './arm64-story.ts';
import { missingForContainers } from './container.ts';
import { containerStory, EVERY_BAD_RELEASE } from './container-story.ts';
import { imageStory, missingForImages } from './image-story.ts';
import { kioskStory, missingForKiosk } from './kiosk-story.ts';
import { kioskUnitStory } from './kiosk-unit-story.ts';
import { missingForPanic, panicStory } from './panic-story.ts';

const USAGE = `npm run test:pi -- container [--bad <kinds>] [--cuts <number>] [--set-cuts <number>] [--power]
npm run test:pi -- arm64
npm run test:pi -- kiosk
npm run test:pi -- kiosk-unit
npm run test:pi -- image
npm run test:pi -- panic
  container   the package in a Debian 13 with systemd: install, hang, upgrade, bad releases, power cuts, remove, purge
  --bad       bad releases to try: ${EVERY_BAD_RELEASE.join(', ')}; all of them when left out, none for none
  --cuts      power cuts in the middle of an update (5)
  --set-cuts  power cuts in the middle of a set (3)
  --power     only the installation and the power cuts
  arm64       the package for arm64 under qemu: binaries, database, and recordings counted as on this machine
  kiosk       cage and Chromium, drawing into memory: renderer killed, page hung, station restarted
  kiosk-unit  the same under systemd in a container, with the unit of the package
  image       the Docker image, built by buildah and run
  panic       a kernel that panics, in qemu with a hardware watchdog`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    bad: { type: 'string' },
    power: { type: 'boolean', default: false },
    cuts: { type: 'string', default: '5' },
    'set-cuts': { type: 'string', default: '3' },
  },
});
const [what] = positionals;
const asked = values.bad?.split(',');
const bad = EVERY_BAD_RELEASE.filter((kind) => asked?.includes(kind) ?? true);
const stories: Record<string, { missing: () => string; run: () => Promise<number> }> = {
  container: {
    missing: missingForContainers,
    run: () =>
      containerStory({ bad, cuts: Number(values.cuts), setCuts: Number(values['set-cuts']), powerOnly: values.power }),
  },
  kiosk: { missing: missingForKiosk, run: kioskStory },
  'kiosk-unit': { missing: missingForContainers, run: kioskUnitStory },
  image: { missing: missingForImages, run: imageStory },
  arm64: { missing: missingForArm64, run: arm64Story },
  panic: { missing: missingForPanic, run: panicStory },
};
const story = stories[what ?? ''];
const missing = story ? story.missing() : USAGE;
if (missing !== '') console.error(missing);
process.exitCode = story && missing === '' ? await story.run() : 2;
