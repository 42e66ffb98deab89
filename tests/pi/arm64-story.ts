/** T3: the package for arm64 under qemu-user, with Debian's own Node for arm64: its binaries work, and it counts as this machine does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatRecordingHeader, formatRecordingRow } from '../../src/contracts/recording-writer.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import { Packages } from './packages.ts';
import { expectThat, Story } from './story.ts';
import { CACHE } from './system-archive.ts';

const QEMU = 'qemu-aarch64-static';
const LONGEST_MS = 300_000;
const RECORDED_S = 60;

/** What is missing on this machine, with what to do; empty when nothing is. */
export function missingForArm64(): string {
  const missing = [QEMU, 'mmdebstrap', 'dpkg-deb'].filter((name) => spawnSync(name, ['--version']).error);
  return missing.length === 0
    ? ''
    : `missing: ${missing.join(', ')}; on Debian: sudo apt install qemu-user-static mmdebstrap`;
}

/** Node for arm64 and its libraries, unpacked and not set up: fetched from Debian once. */
function arm64Root(): string {
  const root = join(CACHE, 'trixie-arm64');
  if (existsSync(join(root, 'usr/bin/node'))) return root;
  mkdirSync(CACHE, { recursive: true });
  console.log('Fetching Node for arm64 (mmdebstrap) ...');
  const include = '--include=nodejs,libc6,libstdc++6,libgcc-s1';
  const source = 'deb http://deb.debian.org/debian trixie main';
  execFileSync('mmdebstrap', ['--architectures=arm64', '--variant=extract', include, 'trixie', root, source], {
    stdio: 'ignore',
  });
  // Merged by the package that is not set up here; the binary names its loader by the old path.
  if (!existsSync(join(root, 'lib'))) symlinkSync('usr/lib', join(root, 'lib'));
  return root;
}

export async function arm64Story(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-arm64-'));
  const story = new Story();
  const release = join(folder, 'machine/usr/lib/lockout/releases/1.0.0');
  const command = join(release, 'src/cli/lockout.mjs');
  let root = '';
  const onArm = (...args: string[]) => {
    const node = [`${root}/usr/bin/node`, ...args];
    const done = spawnSync(QEMU, ['-L', root, ...node], {
      encoding: 'utf8',
      timeout: LONGEST_MS,
      cwd: release,
      maxBuffer: 1e8,
    });
    if (done.status !== 0)
      throw new Error(`${args.join(' ').slice(0, 200)} ended with ${done.status}: ${done.stderr.slice(-1000)}`);
    return done.stdout.trim();
  };
  try {
    await story.step('the package for arm64 is built on this machine', () => {
      const file = new Packages(process.env.LOCKOUT_PI_PACKAGES ?? folder).good('1.0.0', 'arm64');
      execFileSync('dpkg-deb', ['-x', file, join(folder, 'machine')]);
    });
    await story.step('Debian’s Node for arm64 runs under qemu', () => {
      root = arm64Root();
      const told = onArm('-p', 'process.arch + " " + process.version');
      expectThat(told.startsWith('arm64 v'), told);
      return told;
    });
    await story.step('the command runs', () => {
      expectThat(onArm(command, '--version') === '1.0.0', 'another version');
    });
    await story.step('the database writes and reads', () => {
      const code = `const { default: Database } = await import('libsql'); const db = new Database('${folder}/x.sqlite');
        db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x)'); db.prepare('INSERT INTO t VALUES (?)').run(42);
        console.log(db.prepare('SELECT x FROM t').get().x, db.prepare('SELECT sqlite_version() v').get().v); process.exit()`;
      const told = onArm('--input-type=module', '-e', code);
      expectThat(told.startsWith('42 '), told);
      return `SQLite ${told.slice(3)}`;
    });
    await story.step('the serial port’s binary is at work', () => {
      const code = `require('@serialport/bindings-cpp').autoDetect().open({ path: '/dev/null', baudRate: 250000 }).catch((error) => console.log(error.message))`;
      const told = onArm('-e', code);
      expectThat(told.includes('Inappropriate ioctl'), told);
      return told;
    });
    for (const seed of [1, 2, 3, 4])
      await story.step(`simulated recording ${seed} is counted as on this machine`, () => {
        const file = join(folder, `${seed}.csv`);
        writeFileSync(file, simulatedRecording(seed));
        const here = execFileSync(process.execPath, [command, 'analyze', file, '--json'], {
          encoding: 'utf8',
          maxBuffer: 1e8,
        });
        expectThat(onArm(command, 'analyze', file, '--json') === here.trim(), 'another result');
        return `${here.length} bytes of result`;
      });
    return story.end();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A minute with both sensors, as they are noisy. */
function simulatedRecording(seed: number): string {
  const sensors = [createRangefinder({ model: 'vl53l1x' }, seed), createLoadCell({ model: 'hx711' }, seed)];
  const rows = [...simulateInputs(createLifter({ seed }), sensors, RECORDED_S)].flatMap((input) => {
    if (input.kind === 'gap') return [];
    const heightMm = input.kind === 'height' ? input.heightMm : null;
    const forceN = input.kind === 'force' ? input.forceN : null;
    return formatRecordingRow({ atUs: input.atUs, heightMm, forceN, rawLoad: null, rawDistanceMm: null, flags: 0 });
  });
  const header = {
    title: `seed ${seed}`,
    source: 'simulated',
    exercise: 'hip-thrust',
    forceMount: 'bar',
    further: {},
  } as const;
  return formatRecordingHeader(header) + rows.join('');
}
