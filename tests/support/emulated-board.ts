/**
 * An emulated Uno with the real firmware behind a pseudo terminal, in a process of its own, so that a whole station opens it
 * as any serial port. Cable and buttons are the test's; the lifter begins when told.
 */
import { fork, spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LifterConfig } from '../../src/sim/lifter.ts';
import { tempFolder, until } from './station.ts';

export const hasSocat = spawnSync('socat', ['-V']).error === undefined;

export interface Wiring {
  lifter: Partial<LifterConfig>;
  cells: {
    dataPin: number;
    clockPin: number;
    zeroCounts: number;
    countsPerN: number;
    /** Part of the force that this cell carries. */
    share: number;
    clockPpm: number;
  }[];
  /** Outputs of the board whose edges are counted. */
  watchedPins: number[];
  /** Buttons to ground, not pressed at first. */
  buttonPins: number[];
}

export type ToBoard = { type: 'lift' } | { type: 'level'; pin: number; high: boolean } | { type: 'look' };
export interface Look {
  /** How long the lifter has been lifting, in the board's time. */
  liftS: number;
  /** How often the board changed each watched pin so far. */
  edges: Record<number, number>;
  /** Buttons on which the board has its pull-up on. */
  pulledUp: number[];
}
export type ToBench = { tcpPort: number } | { look: Look };

export async function startEmulatedBoard(wiring: Wiring) {
  const program = join(import.meta.dirname, '../../dist/tests/support/emulated-board-process.js');
  const child = fork(program, [JSON.stringify(wiring)], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const heard: ToBench[] = [];
  child.on('message', (message) => heard.push(message as ToBench));
  const { tcpPort } = (await until(() => heard[0])) as { tcpPort: number };
  const path = join(tempFolder(), 'ttyBoard');
  let unplugNow = () => {};
  onTestFinished(() => unplugNow());

  /** The cable goes in, or in again. */
  async function plugIn(): Promise<void> {
    const socat = spawn('socat', [`PTY,link=${path},raw,echo=0,waitslave`, `TCP:127.0.0.1:${tcpPort},nodelay`]);
    unplugNow = () => {
      socat.kill('SIGKILL');
      rmSync(path, { force: true });
    };
    await until(() => existsSync(path));
  }

  async function look(): Promise<Look> {
    heard.length = 0;
    child.send({ type: 'look' } satisfies ToBoard);
    const message = await until(() => heard[0]);
    return (message as { look: Look }).look;
  }

  await plugIn();
  return {
    path,
    plugIn,
    look,
    unplug: () => unplugNow(),
    lift: () => void child.send({ type: 'lift' } satisfies ToBoard),
    setLevel: (pin: number, high: boolean) => void child.send({ type: 'level', pin, high } satisfies ToBoard),
  };
}
