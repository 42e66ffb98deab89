import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Signals } from '../../src/app/bay/signals.ts';
import type { ButtonName, Light, Sound } from '../../src/rig/messages.ts';

class Board extends EventEmitter<{ button: [ButtonName] }> {
  readonly shown: [Light, Sound | null][] = [];
  show(light: Light, sound: Sound | null = null): void {
    this.shown.push([light, sound]);
  }
  last(): [Light, Sound | null] | undefined {
    return this.shown.at(-1);
  }
}

const done = async () => null;
function bench(tare: () => Promise<string | null> = done, undo: () => Promise<string | null> = done) {
  const board = new Board();
  const logs: string[] = [];
  const signals = new Signals({ board: board as never, tare, undo, log: (text) => logs.push(text) });
  return { board, signals, logs };
}

test('a rep: a note and light at lockout, a flicker when held, then ready for the next', () => {
  const { board, signals } = bench();
  signals.boardChanged('ok');
  for (const cue of ['lockout', 'hold-met', 'hold-ended', 'lockout', 'hold-ended', 'set-done'] as const)
    signals.cue(cue);
  expect(board.shown).toEqual([
    ['ready', null],
    ['lockout', 'lockout'],
    ['held', 'hold-met'],
    ['ready', null],
    ['lockout', 'lockout'],
    ['ready', null],
    ['ready', 'set-done'],
  ]);
});

test('trouble of the board shows between reps, but hides no count; a board that is back is told again', () => {
  const { board, signals } = bench();
  signals.boardChanged('degraded');
  expect(board.last()).toEqual(['trouble', null]);
  signals.cue('lockout');
  expect(board.last()).toEqual(['lockout', 'lockout']);
  signals.cue('set-dropped');
  expect(board.last()).toEqual(['trouble', null]);
  signals.boardChanged('starting');
  expect(board.last()).toEqual(['off', null]);
  signals.boardChanged('ok');
  expect(board.last()).toEqual(['ready', null]);
});

test('the tare button answers by a note, and the log says why it was refused', async () => {
  const answers = [null, 'a set is in progress'];
  const { board, signals, logs } = bench(async () => answers.shift()!);
  signals.boardChanged('ok');
  board.emit('button', 'tare');
  await Promise.resolve();
  expect(board.last()).toEqual(['ready', 'accepted']);
  board.emit('button', 'tare');
  await Promise.resolve();
  expect(board.last()).toEqual(['ready', 'refused']);
  expect(logs).toEqual(['tare button pressed: done', 'tare button pressed: refused, a set is in progress']);
});

test('the undo button answers as the tare button does', async () => {
  const answers = [null, 'the set has no count to take back'];
  const { board, signals, logs } = bench(undefined, async () => answers.shift()!);
  signals.boardChanged('ok');
  for (const expected of ['accepted', 'refused']) {
    board.emit('button', 'undo');
    await Promise.resolve();
    expect(board.last()).toEqual(['ready', expected]);
  }
  expect(logs).toEqual([
    'undo button pressed: done',
    'undo button pressed: refused, the set has no count to take back',
  ]);
});

test('a card is answered by light and sound, one that lies on the reader is not; in mid-set the light tells of the set', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { board, signals } = bench();
  signals.boardChanged('ok');
  signals.tapped('in');
  expect(board.last()).toEqual(['greeting', 'hello']);
  vi.advanceTimersByTime(1000);
  expect(board.last()).toEqual(['ready', null]);
  signals.tapped('left-on-reader');
  expect(board.last()).toEqual(['ready', null]);
  signals.cue('lockout');
  signals.tapped('waits');
  expect(board.last()).toEqual(['lockout', 'question']);
});
