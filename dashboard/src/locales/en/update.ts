import type { UPDATE_OBSTACLES } from '../../../../src/contracts/update.ts';

/** An update of the station from its page. */
export const update = {
  title: 'Update',
  hint: (version: string) => `Version ${version} runs. Get the newer package and its signature from the releases.`,
  obstacles: {
    'not-a-package':
      'This station runs from a checkout, so it can’t be updated here. Update it where it came from: git pull, npm ci, and start it again.',
    'no-service':
      'This station isn’t run by the service of its package, so it can’t be updated here. In a container: pull the new image and start it again.',
    'no-key':
      'The package in use was built without a key, so no other package can be checked here. Put the key of the releases into /etc/lockout/release.pub, or update in a terminal: sudo lockout update.',
  } satisfies Record<(typeof UPDATE_OBSTACLES)[number], string>,
  package: 'Package (.deb)',
  packageHint:
    'lockout_<version>_<machine>.deb, 64 MB at most. It is checked first; nothing is installed until you confirm.',
  signature: 'Signature (.minisig)',
  signatureHint: 'It lies beside the package in the release.',
  url: 'Or its web address',
  urlHint: 'The station fetches the package, and its signature at the same address with .minisig.',
  fetch: 'Fetch',
  offer: 'The package on the station',
  version: 'Version',
  machine: 'For',
  signedBy: 'Signed with key',
  comment: 'Says its signer',
  unknown: 'unknown: it is not signed',
  unsigned: 'no valid signature',
  refused: 'It can’t be installed.',
  install: (version: string) => `Install ${version}`,
  installAgain: (version: string) => `Try ${version} again`,
  ask: (version: string) => `Install ${version}?`,
  askHint:
    'It waits for the set in progress and makes a backup. The station restarts. If the new version isn’t healthy within two minutes, the old one is put back.',
  staysUp: 'An update is in progress. You may leave this page; the station restarts in between.',
  phases: {
    requested: 'Asked for',
    waiting: 'Waiting for the end of the set',
    preparing: 'Backup',
    installing: 'Installing',
    checking: 'Checking the new version',
  },
};
