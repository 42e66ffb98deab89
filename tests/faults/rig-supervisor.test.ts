import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { BoardPace } from '../../src/rig/board-pace.ts';
import type { Fault, RawSample } from '../../src/rig/messages.ts';
import { BoardSupervisor } from '../../src/rig/supervisor.ts';
import { boardConfig, until } from '../integration/rig-support.ts';

/** Whatever the station promises on a quiet machine: on a busy one the processes of boards come late to everything. */
const PROMPT_MS = 5_000;

interface Watched {
  supervisor: BoardSupervisor;
  samples: RawSample[];
  logs: string[];
}

const running: BoardSupervisor[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((supervisor) => supervisor.stop()));
});

async function startWatched(config = boardConfig()): Promise<Watched> {
  const supervisor = new BoardSupervisor({ config });
  running.push(supervisor);
  const watched: Watched = { supervisor, samples: [], logs: [] };
  supervisor.on('samples', (samples) => watched.samples.push(...samples));
  supervisor.on('log', (_, text) => watched.logs.push(text));
  supervisor.start();
  await until(() => supervisor.state.state === 'ok', 'ok');
  return watched;
}

describe('the supervisor of a board', () => {
  it.each([
    ['unplug', { fault: 'unplug', on: true }, /The board was unplugged/],
    ['silence', { fault: 'mute', on: true }, /fell silent/],
    ['garbage', { fault: 'garbage', on: true }, /only garbage: check the USB cable and the baud rate/],
    ['a crash of its process', { fault: 'crash', on: true }, /process ended \(.*Simulated crash/],
    ['a hang of its process', { fault: 'hang', on: true }, /process does not respond/],
  ] as [string, Fault, RegExp][])(
    'says within five seconds that it is lost and why on %s; others go on; it comes back',
    async (_, fault, words) => {
      const [broken, other] = await Promise.all([startWatched(), startWatched()]);
      const othersSamples = other.samples.length;
      const firstPid = broken.supervisor.pid;
      broken.supervisor.sendFault(fault);
      const tookMs = await until(() => broken.supervisor.state.state === 'lost', 'lost');
      expect(tookMs).toBeLessThan(PROMPT_MS);
      expect(broken.supervisor.state.reason).toMatch(words);
      await until(() => broken.supervisor.state.state === 'ok', 'ok again');
      expect(broken.supervisor.pid).not.toBe(firstPid);
      expect(broken.supervisor.restarts).toBe(1);
      // The new process has a new board: its clock must not be taken for the old one's.
      const count = broken.samples.length;
      await until(() => broken.samples.length > count, 'samples again');
      expect(broken.samples.at(-1)!.epoch).toBeGreaterThan(broken.samples[0]!.epoch);
      expect(other.supervisor.restarts).toBe(0);
      expect(other.samples.length).toBeGreaterThan(othersSamples);
      const seqs = other.samples.filter(({ slot }) => slot === 0).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, n) => n));
    },
  );

  it('turns degraded for one sensor, names it, and goes on with the other', async () => {
    const { supervisor, samples } = await startWatched();
    supervisor.sendFault({ fault: 'sensor', sensorFault: 'silent', on: true, slot: 1 });
    const tookMs = await until(() => supervisor.state.state === 'degraded', 'degraded');
    expect(tookMs).toBeLessThan(PROMPT_MS);
    expect(supervisor.state.reason).toMatch(/distance sensor .* stopped sending/);
    const before = samples.filter(({ slot }) => slot === 0).length;
    await until(() => samples.filter(({ slot }) => slot === 0).length > before + 40, 'the load cell goes on');
    supervisor.sendFault({ fault: 'sensor', sensorFault: 'silent', on: false, slot: 1 });
    await until(() => supervisor.state.state === 'ok', 'ok again');
  });

  it('is told of a fault that no simulated sensor has, and lives on', async () => {
    const { supervisor, logs } = await startWatched();
    supervisor.sendFault({ fault: 'sensor', sensorFault: 'rusty', on: true });
    await until(
      () => logs.some((line) => /No simulated sensor has the fault "rusty"; there are: silent,/.test(line)),
      'log',
    );
    expect(supervisor.state.state).toBe('ok');
  });

  it('turns degraded when the wire damages frames, counts them, and delivers no damaged one', async () => {
    const { supervisor, samples } = await startWatched();
    let corrupt = 0;
    supervisor.on('status', ({ link }) => {
      corrupt = link.framesBadCrc + link.framesBadLength;
    });
    supervisor.sendFault({ fault: 'flipBits', on: true });
    await until(() => supervisor.state.state === 'degraded', 'degraded');
    expect(supervisor.state.reason).toMatch(/% of what the board sends is lost or damaged on its way/);
    await until(() => corrupt > 5, 'the damaged frames are counted');
    supervisor.sendFault({ fault: 'flipBits', on: false });
    await until(() => supervisor.state.state === 'ok', 'ok again');
    // 80 kg on an HX711 of 400 counts per newton never leave this range; a damaged reading would.
    expect(samples.filter(({ slot, flags }) => slot === 0 && flags === 0).every(({ raw }) => Math.abs(raw) < 1e6)).toBe(
      true,
    );
  });

  it('grants each process that is killed for a slow start twice the time, so that a slow machine gets there', async () => {
    const supervisor = new BoardSupervisor({ config: boardConfig(), pace: new BoardPace(systemClock, 40) });
    running.push(supervisor);
    supervisor.start();
    await until(() => supervisor.state.state === 'ok', 'ok', 170_000);
    expect(supervisor.restarts).toBeGreaterThan(0);
  }, 180_000);

  it('keeps trying a port that does not exist and says what to do', async () => {
    const supervisor = new BoardSupervisor({ config: boardConfig({ port: '/dev/serial/by-id/no-such-board' }) });
    running.push(supervisor);
    supervisor.start();
    // On a busy machine its process is silent for a moment first.
    await until(() => supervisor.state.reason.startsWith('No board'), 'lost');
    expect(supervisor.state.state).toBe('lost');
    expect(supervisor.state.reason).toMatch(
      /No board at \/dev\/serial\/by-id\/no-such-board\. .*(plugged in\?|present:)/,
    );
    expect(supervisor.restarts).toBe(0);
  });

  it('stops within five seconds, also when the process hangs', async () => {
    const { supervisor } = await startWatched();
    process.kill(supervisor.pid!, 'SIGSTOP');
    const startMs = performance.now();
    await supervisor.stop();
    expect(performance.now() - startMs).toBeLessThan(PROMPT_MS);
    expect(supervisor.pid).toBeUndefined();
  });

  it('passes on what its process printed, and logs the restart', async () => {
    const { supervisor, logs } = await startWatched();
    supervisor.sendFault({ fault: 'crash', on: true });
    await until(() => logs.some((line) => line.includes('Simulated crash')), 'the stack trace is logged');
    await until(() => logs.some((line) => /a new one starts in 250 ms/.test(line)), 'the restart is logged');
  });
});

describe("the board's process", () => {
  it('ends when its parent is gone, and not by Ctrl-C', async () => {
    const child: ChildProcess = fork(createRequire(import.meta.url).resolve('#process/board'), [], { execArgv: [] });
    child.send({ type: 'configure', config: boardConfig(), epoch: 1 });
    let hasSamples = false;
    child.on('message', (message: { type: string }) => {
      hasSamples ||= message.type === 'samples';
    });
    await until(() => hasSamples, 'samples');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    hasSamples = false;
    await until(() => hasSamples, 'samples after the signals');
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.disconnect();
    expect(await ended).toBe(0);
  });
});
