/** T4: what a person, a release server and the mains do to a machine with the package, in a container of Debian 13. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Health } from '../../src/contracts/health.ts';
import type { UpdateReport } from '../../src/contracts/update.ts';
import { Container } from './container.ts';
import { BAD_RELEASES, type BadRelease, Packages } from './packages.ts';
import { PageAdmin } from './page-admin.ts';
import { forged, pageUpdateSteps } from './page-update-steps.ts';
import { cutsInSets, cutsInUpdates } from './power-cut-steps.ts';
import { expectThat, Story } from './story.ts';

interface StoryOptions {
  /** Which bad releases are tried; each takes up to 150 s. */
  bad: readonly BadRelease[];
  /** Power cuts in the middle of an update. */
  cuts: number;
  /** Power cuts in the middle of a set. */
  setCuts: number;
  /** After the installation only the power cuts. */
  powerOnly: boolean;
}

const APT = [
  'apt-get',
  'install',
  '-y',
  '--no-install-recommends',
  '--allow-downgrades',
  '-o',
  'Dpkg::Options::=--force-confold',
];
const DROP_IN = '/etc/systemd/system/lockout.service.d';
const SPIN = fileURLToPath(new URL('../../../tests/pi/spin.mjs', import.meta.url));
const HEALTHY_TIMEOUT_MS = 120_000;
/** The admin and Ada. */
const MEMBERS = 2;

export async function containerStory({ bad, cuts, setCuts, powerOnly }: StoryOptions): Promise<number> {
  const kept = process.env.LOCKOUT_PI_PACKAGES;
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'lockout-pi-'));
  const packages = new Packages(folder);
  const machine = new Container();
  const admin = new PageAdmin(machine);
  const story = new Story();
  const install = (file: string) => {
    machine.put(file, 'root/package.deb');
    machine.must(...APT, '/root/package.deb');
  };
  const offer = (file: string, ...more: string[]) => {
    machine.put(file, 'root/offer.deb');
    machine.put(`${file}.minisig`, 'root/offer.deb.minisig');
    return machine.run('lockout', 'update', '/root/offer.deb', ...more);
  };
  const report = () => JSON.parse(machine.must('lockout', 'update', '--status', '--json')) as UpdateReport;
  const health = () => {
    const { output } = machine.run('curl', '-s', '-m', '3', 'http://127.0.0.1/health');
    try {
      return JSON.parse(output) as Health;
    } catch {
      return null;
    }
  };
  const healthy = async (version: string) => {
    const startedMs = performance.now();
    for (let seen = health(); seen?.version !== version || seen.status === 'failing'; seen = health()) {
      if (performance.now() - startedMs > HEALTHY_TIMEOUT_MS)
        throw new Error(
          `${version} is not healthy: ${JSON.stringify(seen)}\n${machine.run('journalctl', '-u', 'lockout', '-n', '20', '--no-pager').output}`,
        );
      await delay(250);
    }
    return `${((performance.now() - startedMs) / 1000).toFixed(1)} s to be healthy`;
  };
  const mainPid = () => machine.must('systemctl', 'show', '-p', 'MainPID', '--value', 'lockout');
  const members = () => (JSON.parse(machine.must('lockout', 'member', 'list', '--json')) as unknown[]).length;

  try {
    await story.step('its packages are built', () => {
      for (const version of ['1.0.0', '2.0.0', '2.1.0', '2.2.0', '3.0.0', ...range(cuts).map((cut) => `3.0.${cut}`)])
        packages.good(version);
      for (const kind of bad) packages.bad(kind, '3.0.0');
    });
    await story.step('Debian 13 boots', () => machine.boot());
    await story.step('one command installs it, and it is healthy on port 80', async () => {
      install(packages.good('1.0.0'));
      return healthy('1.0.0');
    });
    await story.step('a simulated board takes the place of the one that is not there', async () => {
      machine.must(
        'sh',
        '-c',
        `mkdir -p ${DROP_IN} && printf '[Service]\\nEnvironment=LOCKOUT_BAYS_0_BOARD_PORT=simulated\\n' > ${DROP_IN}/board.conf`,
      );
      machine.must('systemctl', 'daemon-reload');
      machine.must('systemctl', 'restart', 'lockout');
      return healthy('1.0.0');
    });
    await story.step('its rights: own user, data for it alone, config for it and root', () => {
      const user = machine.must('ps', '-o', 'user=', '-p', mainPid());
      expectThat(user === 'lockout', `it runs as ${user}`);
      const rights = machine.must(
        'stat',
        '-c',
        '%U %a',
        '/var/lib/lockout',
        '/etc/lockout',
        '/etc/lockout/lockout.yaml',
      );
      expectThat(rights === 'lockout 700\nroot 770\nroot 660', `rights are ${rights}`);
      expectThat(machine.read('etc/hostname').trim() === 'lockout', 'the name of the machine is not lockout');
      return machine.must('systemd-analyze', 'security', 'lockout', '--no-pager').split('\n').at(-1)!;
    });
    await story.step('the page shows the set-up, and the code that root gets makes the first admin', () => {
      expectThat(
        machine.must('curl', '-s', '-H', 'Accept: text/html', 'http://127.0.0.1/set-up').includes('<script'),
        'no page',
      );
      admin.setUp(machine.must('lockout', 'member', 'set-up-code').split('\n')[0]!);
    });
    await story.step('a member is kept', () => {
      machine.must('lockout', 'member', 'add', 'Ada', '--role', 'member');
      expectThat(members() === MEMBERS, `there are ${members()} members`);
    });
    if (!powerOnly) {
      await story.step('memory', () => {
        const pids = machine.must('pgrep', '-u', 'lockout', 'node').split('\n');
        const pss = pids.map(
          (pid) => Number(/^Pss: +(\d+)/m.exec(machine.must('cat', `/proc/${pid}/smaps_rollup`))![1]) / 1024,
        );
        return `PSS ${pss.map((megabytes) => megabytes.toFixed(0)).join(' + ')} MB`;
      });
      for (const [what, pid] of [
        ['controller', mainPid],
        ['process of a board', () => machine.run('pgrep', '-f', 'board-process').output.split('\n')[0]!],
      ] as const)
        await story.step(`a ${what} that hangs (SIGSTOP) is replaced`, async () => {
          let hung = pid();
          // Behind a station that was just replaced it starts a moment later.
          for (const startedMs = performance.now(); hung === ''; hung = pid()) {
            expectThat(performance.now() - startedMs < HEALTHY_TIMEOUT_MS, `there is no ${what}`);
            await delay(250);
          }
          machine.must('kill', '-STOP', hung);
          const startedMs = performance.now();
          while (machine.run('kill', '-0', hung).code === 0) {
            expectThat(performance.now() - startedMs < 60_000, 'it still hangs after 60 s');
            await delay(250);
          }
          const goneS = (performance.now() - startedMs) / 1000;
          return `ended after ${goneS.toFixed(1)} s, ${await healthy('1.0.0')}`;
        });
      await story.step('a controller whose event loop spins is replaced', async () => {
        const spinning = mainPid();
        const startedMs = performance.now();
        machine.put(SPIN, 'root/spin.mjs');
        machine.must('kill', '-USR1', spinning); // Node then listens for a debugger
        machine.must('node', '--experimental-websocket', '/root/spin.mjs');
        while (machine.run('kill', '-0', spinning).code === 0) {
          expectThat(performance.now() - startedMs < 60_000, 'it still spins after 60 s');
          await delay(250);
        }
        return `ended at most ${((performance.now() - startedMs) / 1000).toFixed(1)} s later, ${await healthy('1.0.0')}`;
      });
      await story.step('the backup of the night is made, by a timer that waits for it', () => {
        expectThat(machine.must('systemctl', 'is-active', 'lockout-backup.timer') === 'active', 'the timer is off');
        machine.must('systemctl', 'start', 'lockout-backup.service');
        return machine.must('ls', '/var/backups/lockout');
      });
      await story.step('an edited configuration stays over an upgrade', async () => {
        machine.must('sh', '-c', 'echo "# mine" >> /etc/lockout/lockout.yaml');
        const { output } = offer(packages.good('2.0.0'));
        expectThat(report().phase === 'done', output);
        expectThat(machine.read('etc/lockout/lockout.yaml').includes('# mine'), 'the configuration was replaced');
        expectThat(members() === MEMBERS, 'the member is gone');
        return healthy('2.0.0');
      });
      await story.step('forged, unsigned, older and same packages are refused, and nothing changes', () => {
        for (const [file, words] of [
          [forged(packages, folder), 'not of this file'],
          [packages.good('1.0.0'), 'older than 2.0.0'],
          [packages.good('2.0.0'), 'in use already'],
        ] as const) {
          const { code, output } = offer(file);
          expectThat(code === 1 && output.includes(words), `${words}: ${code} ${output}`);
        }
        machine.must('rm', '/root/offer.deb.minisig');
        const unsigned = machine.run('lockout', 'update', '/root/offer.deb').output;
        expectThat(unsigned.includes('signature is missing'), unsigned);
        expectThat(health()?.version === '2.0.0', 'another version runs');
      });
      await pageUpdateSteps({ story, machine, packages, admin, folder, from: '2.0.0', healthy }, bad);
    }
    const place = { story, machine, packages, admin, healthy, members };
    await cutsInSets(place, setCuts);
    await cutsInUpdates(place, cuts);
    await story.step('a stop is quick, and removing keeps the data', () => {
      machine.must('dpkg', '--remove', 'lockout');
      expectThat(!machine.has('usr/lib/lockout'), '/usr/lib/lockout is left');
      expectThat(machine.has('var/lib/lockout/lockout.sqlite'), 'the database is gone');
    });
    await story.step('purging keeps the members’ data', () => {
      const said = machine.must('dpkg', '--purge', 'lockout');
      expectThat(said.includes('data stay in /var/lib/lockout'), said);
      expectThat(machine.has('var/lib/lockout/lockout.sqlite'), 'the database is gone');
      const left = machine.has('etc/lockout') ? machine.run('ls', '-A', '/etc/lockout').output : '';
      expectThat(!machine.has('etc/lockout'), `/etc/lockout is left, with ${left || 'nothing in it'}`);
    });
    await story.step('installed again it has its members; purged with the word for it, nothing is left', async () => {
      install(packages.good('3.0.0'));
      await healthy('3.0.0');
      expectThat(members() === MEMBERS, 'the member is gone');
      machine.must('touch', '/etc/lockout/delete-data-on-purge');
      machine.must('dpkg', '--purge', 'lockout');
      for (const path of [
        'etc/lockout',
        'var/lib/lockout',
        'var/lib/lockout-update',
        'usr/lib/lockout',
        'var/backups/lockout',
      ])
        expectThat(!machine.has(path), `${path} is left`);
    });
    return story.end();
  } finally {
    await machine.remove();
    if (!kept) rmSync(folder, { recursive: true, force: true });
  }
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

export const EVERY_BAD_RELEASE = Object.keys(BAD_RELEASES) as BadRelease[];
