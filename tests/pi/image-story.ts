/** The Docker image, built by buildah from the Dockerfile as it is, and run as its own user. Its base is a Debian 13 fetched here, as no registry is needed then. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { familyOf } from '../bench/process-cost.ts';
import { freePort } from '../support/free-port.ts';
import { Packages } from './packages.ts';
import { expectThat, Story } from './story.ts';
import { systemArchive } from './system-archive.ts';

const DOCKERFILE = fileURLToPath(new URL('../../../src/install/docker/Dockerfile', import.meta.url));
const BASE = 'localhost/debian:trixie';
const IMAGE = 'localhost/lockout';
const UP_TIMEOUT_MS = 180_000;
/** As in compose.yaml. */
const STOP_TIMEOUT_MS = 15_000;

export function missingForImages(): string {
  if (process.getuid?.() !== 0) return 'building an image here needs root: sudo npm run test:pi -- image';
  const missing = ['buildah', 'mmdebstrap', 'dpkg-deb'].filter((name) => spawnSync(name, ['--version']).error);
  return missing.length === 0
    ? ''
    : `missing: ${missing.join(', ')}; on Debian: sudo apt install buildah crun mmdebstrap`;
}

export async function imageStory(): Promise<number> {
  const kept = process.env.LOCKOUT_PI_PACKAGES;
  const folder = mkdtempSync(join(tmpdir(), 'lockout-image-'));
  const story = new Story();
  const stores = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run')];
  const env = { ...process.env, STORAGE_DRIVER: 'vfs', BUILDAH_ISOLATION: 'chroot' };
  const buildah = (...args: string[]) => {
    const done = spawnSync('buildah', [...stores, ...args], { encoding: 'utf8', env, cwd: folder, maxBuffer: 1e8 });
    if (done.status !== 0) throw new Error(`buildah ${args[0]} ended with ${done.status}: ${done.stderr.slice(-1500)}`);
    return done.stdout.trim();
  };
  const port = await freePort();
  const settings = {
    LOCKOUT_WEB_PORT: String(port),
    LOCKOUT_MQTT_EMBEDDED_PORT: String(await freePort()),
    LOCKOUT_BAYS_0_BOARD_PORT: 'simulated',
  };
  let station: ChildProcess | null = null;
  let printed = '';
  try {
    await story.step('the image is built from the package, by the Dockerfile', () => {
      const packages = join(folder, 'dist/packages');
      mkdirSync(packages, { recursive: true });
      copyFileSync(new Packages(kept ?? folder).good('1.0.0'), join(packages, 'lockout_1.0.0_amd64.deb'));
      const scratch = buildah('from', 'scratch');
      const unpacked = spawnSync('tar', ['-xf', systemArchive(), '-C', buildah('mount', scratch)]);
      expectThat(unpacked.status === 0, 'the base can’t be unpacked');
      buildah('commit', '-q', '--rm', scratch, BASE);
      const args = ['--build-arg', `BASE=${BASE}`, '--build-arg', 'TARGETARCH=amd64'];
      buildah('bud', '-q', '--format', 'docker', '--pull-never', ...args, '-t', IMAGE, '-f', DOCKERFILE, '.');
    });
    await story.step('it has a user, a health check and its volumes', () => {
      const { Docker } = JSON.parse(buildah('inspect', '--type', 'image', IMAGE)) as {
        Docker: { config: { User: string; Healthcheck?: { Test: string[] }; Volumes?: object; StopSignal?: string } };
      };
      const { User, Healthcheck, Volumes = {}, StopSignal } = Docker.config;
      expectThat(User === 'lockout', `its user is ${User}`);
      expectThat(Healthcheck?.Test[0] === 'CMD', 'it has no health check');
      expectThat(Object.keys(Volumes).sort().join() === '/etc/lockout,/var/lib/lockout', JSON.stringify(Volumes));
      expectThat(StopSignal === 'SIGTERM', `it is stopped by ${StopSignal}`);
    });
    await story.step('the station runs in it as that user, healthy', async () => {
      const container = buildah('from', '--pull-never', IMAGE);
      const given = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
      const start = 'exec "$@"';
      const command = ['/usr/bin/node', '/usr/lib/lockout/current/src/cli/lockout.mjs', 'run'];
      const args = [
        ...stores,
        'run',
        container,
        '--',
        'env',
        ...given,
        'sh',
        '-c',
        `echo "user $(id -un)"; ${start}`,
        'sh',
      ];
      station = spawn('buildah', [...args, ...command], { env, cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
      station.stdout!.on('data', (chunk: Buffer) => {
        printed += chunk;
      });
      const startedMs = performance.now();
      while (!(await isHealthy(port))) {
        expectThat(performance.now() - startedMs < UP_TIMEOUT_MS, `it is not healthy:\n${printed.slice(-2000)}`);
        await delay(500);
      }
      expectThat(printed.includes('user lockout'), printed.slice(0, 200));
      return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
    });
    await story.step('SIGTERM stops it in time', async () => {
      expectThat(station !== null, 'it does not run');
      // buildah would kill what it runs.
      const node = familyOf(station!.pid!).find((pid) => readlinkSync(`/proc/${pid}/exe`).endsWith('/node'))!;
      const ended = new Promise<void>((resolve) => station!.once('exit', () => resolve()));
      const startedMs = performance.now();
      process.kill(node, 'SIGTERM');
      await Promise.race([ended, delay(STOP_TIMEOUT_MS)]);
      const tookMs = performance.now() - startedMs;
      expectThat(tookMs < STOP_TIMEOUT_MS && !(await isHealthy(port)), 'it still runs');
      expectThat(/Stopped in [\d.]+ s. Sets in progress are saved/.test(printed), printed.slice(-200));
      return `${(tookMs / 1000).toFixed(1)} s`;
    });
    return story.end();
  } finally {
    (station as ChildProcess | null)?.kill('SIGTERM');
    if (existsSync(join(folder, 'store'))) spawnSync('buildah', [...stores, 'rm', '--all'], { env });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const health = (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as { status: string };
    return health.status !== 'failing';
  } catch {
    return false;
  }
}
