/**
 * The arrows of the house, as src/README.md draws them. `tests/unit/layers.test.ts` runs this and proves that it looked.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(src|firmware-bridge|dashboard|tests)/', pathNot: `^(${[from, ...allowed].join('|')})/` },
});

/** The folders of app: people know nothing of bays, boards and sets, sets nothing of people; bay and station bring them together. */
const inApp = (folder, allowed, comment) => ({
  name: `app-${folder}`,
  comment,
  severity: 'error',
  from: { path: `^src/app/${folder}/` },
  to: { path: '^src/app/', pathNot: `^src/app/(${[`${folder}/`, ...allowed].join('|')})` },
});

module.exports = {
  forbidden: [
    only('core-is-alone', 'src/core', [], 'core imports nothing of ours'),
    { name: 'core-is-pure', comment: 'the fixture proves that the rule bites', severity: 'error', from: { path: '^(src/core|tests/fixtures/layers)/' }, to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'unknown', 'undetermined'] } },
    only('common-is-a-leaf', 'src/common', [], 'what every room but core, contracts and members may use'),
    only('contracts-is-a-leaf', 'src/contracts', [], 'contracts imports nothing of ours'),
    { name: 'contracts-runs-in-a-browser', severity: 'error', from: { path: '^src/contracts/' }, to: { dependencyTypes: ['core'] } },
    only('rig', 'src/rig', ['src/(common|contracts)', 'firmware-bridge'], 'rig knows neither the simulator nor the core'),
    only('sim', 'src/sim', ['src/(common|contracts)', 'firmware-bridge'], 'the simulator is the independent truth'),
    only('members', 'src/members', ['src/contracts'], 'rules about members are pure'),
    { name: 'members-is-pure', severity: 'error', from: { path: '^src/members/' }, to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'unknown', 'undetermined'] } },
    only('store', 'src/store', ['src/(common|contracts|members)'], 'a correction is worked out by the rules of members, in one transaction'),
    only('mqtt', 'src/mqtt', ['src/(common|contracts)'], 'rooms behind app do not know each other'),
    only('readers', 'src/readers', ['src/(common|contracts)'], 'readers know cards, no members; the app gives them the rig’s serial ports'),
    only('web', 'src/web', ['src/(common|contracts)'], 'rooms behind app do not know each other'),
    only('hub', 'src/hub', ['src/(common|contracts|mqtt|web)'], 'a hub knows no station: they meet in the contracts; its pages are served, and their log-ins checked, by the tools of web; it hears them live by the client of mqtt'),
    only('app', 'src/app', ['src/(core|common|contracts|members|rig|readers|sim|store|mqtt|web)', 'firmware-bridge'], 'app knows all but the command line'),
    inApp('config', [], 'a leaf'),
    inApp('board', [], 'a leaf: samples in, rows out'),
    inApp('storage', ['config/', 'clock-watch', 'upload'], 'the write queue knows changes, not what they are about'),
    inApp('sets', ['storage/new-change'], 'sets know no people, no board and no bay'),
    inApp('people', ['cases/', 'config/', 'storage/', 'service/(update-report|page-updates)', 'card-readers', 'clock-evidence', 'log-tail', 'version'], 'people know no sets, boards and bays'),
    inApp('calibration', ['board/', 'version'], 'the bay is an interface to it'),
    inApp('bay', ['board/', 'calibration/', 'sets/', 'storage/', 'people/presence/presence-bay'], 'bay sees sets, and people by what presence needs of a bay'),
    inApp('cases', ['storage/'], 'wrong counts with their right value'),
    inApp('service', ['outgoing', 'station-parts', 'upload', 'version'], 'what systemd and updates need of a station; the rest of it stands alone'),
    inApp('publish', ['bay/', 'storage/', 'service/update-watch', 'outgoing', 'version'], 'bays to MQTT and webhooks'),
    inApp('uplink', ['bay/', 'config/', 'version'], 'the way to the hub; the station alone imports it, and only when it has one'),
    { name: 'hub-is-loaded-on-demand', comment: 'a station without a hub loads nothing of it', severity: 'error', from: { path: '^src/app/(?!uplink/)' }, to: { path: '^src/app/uplink/', dependencyTypesNot: ['dynamic-import', 'type-only'] } },
    { name: 'pg-is-the-hubs', severity: 'error', from: { path: '^(src|dashboard)/', pathNot: '^src/hub/' }, to: { path: '^node_modules/pg/' } },
    inApp('flash', [], 'a leaf'),
    inApp('reference', ['config/'], 'generated from configuration and contracts'),
    { name: 'app-only-station-sees-both', comment: 'whoever imports people and sets or bays is the station, a face of it, or the demo', severity: 'error', from: { path: '^src/app/', pathNot: '^src/app/(people/|bay/|station|demo/)' }, to: { path: '^src/app/people/' } },
    only('dashboard', 'dashboard', ['src/contracts', 'src/core'], 'the page knows the contracts only'),
    // The core is pure, so a browser can count a recording as the station does. One folder asks it, by its public index alone: its chunk and its worker are
    // loaded when that page is opened, and no other page can come to carry the core.
    { name: 'dashboard-asks-the-core-in-one-folder', severity: 'error', from: { path: '^dashboard/', pathNot: '^dashboard/src/analysis/' }, to: { path: '^src/core/' } },
    { name: 'dashboard-knows-the-index-of-the-core', severity: 'error', from: { path: '^dashboard/src/analysis/' }, to: { path: '^src/core/', pathNot: '^src/core/index[.]ts$' } },
    only('firmware-bridge', 'firmware-bridge', ['src/sim'], 'the emulator may be driven by the simulated lifter'),
    { name: 'no-tests-in-the-product', severity: 'error', from: { path: '^(src|firmware-bridge|dashboard)/' }, to: { path: '^tests/' } },
    { name: 'no-circles', comment: 'those by types too', severity: 'error', from: { path: '^(src|firmware-bridge|dashboard|tests/fixtures/layers)/', pathNot: '^src/core/' }, to: { circular: true } },
    { name: 'no-circles-in-core', severity: 'error', from: { path: '^src/core/' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
