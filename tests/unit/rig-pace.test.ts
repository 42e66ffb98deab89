import { describe, expect, test } from 'vitest';
import { healthOf } from '../../src/rig/messages.ts';
import { newPace, patienceMs, stepPace } from '../../src/rig/pace.ts';
import { newSupervision, stepSupervision } from '../../src/rig/supervision.ts';
import { StarvedComputer } from '../support/starved-computer.ts';

const allOk = (computer: StarvedComputer) => computer.states.every((state) => state === 'ok');

describe('sixteen bays on one computer', () => {
  test('start one after another, and none is killed', () => {
    const computer = new StarvedComputer(16);
    computer.run(30);
    expect(computer.mostLoading).toBe(1);
    expect(computer.kills).toBe(0);
    expect(allOk(computer)).toBe(true);
    expect(computer.slow).toEqual([]);
  });

  test('whose CPU is busy with much else do not kill each other: it is said that the computer is too slow', () => {
    const computer = new StarvedComputer(16);
    computer.run(30);
    computer.hogs = 600;
    computer.run(120);
    expect(computer.slow).toEqual([true]);
    expect(computer.kills).toBeLessThan(4);
    expect(computer.mostLoading).toBe(1);
    computer.hogs = 0;
    computer.run(90);
    expect(allOk(computer)).toBe(true);
    expect(computer.slow).toEqual([true, false]);
  });

  test('are not killed either where only their processes wait for the CPU, and the controller does not', () => {
    const computer = new StarvedComputer(16);
    computer.isControllerFirst = true;
    computer.run(30);
    computer.hogs = 1000;
    computer.run(120);
    expect(computer.slow).toEqual([true]);
    expect(computer.kills).toBeLessThan(4);
  });

  test('on a CPU that is busy from the start on all run once it is free, and what was killed is bounded', () => {
    const computer = new StarvedComputer(16);
    computer.hogs = 150;
    computer.run(300);
    computer.hogs = 0;
    computer.run(90);
    expect(allOk(computer)).toBe(true);
    expect(computer.mostLoading).toBe(1);
    expect(computer.kills).toBeLessThan(6);
  });

  test('that are busy now and then keep their processes', () => {
    const computer = new StarvedComputer(16);
    computer.run(30);
    for (let burst = 0; burst < 20; burst++) {
      computer.hogs = 100;
      computer.run(4);
      computer.hogs = 0;
      computer.run(6);
    }
    expect(computer.kills).toBeLessThan(2);
    expect(allOk(computer)).toBe(true);
  });

  test('lose one that hangs within seconds and have it back; the others do not notice, and the computer is fast enough', () => {
    const computer = new StarvedComputer(16);
    computer.run(30);
    const hung = computer.boards[3]!;
    hung.child!.hangs = true;
    computer.run(2);
    expect(hung.supervision.health).toEqual(healthOf('lost', { kind: 'no-response', params: {} }));
    computer.run(6);
    expect(computer.kills).toBe(1);
    expect(allOk(computer)).toBe(true);
    expect(computer.boards.filter((board) => board !== hung).flatMap(({ health }) => health.slice(2))).toEqual([]);
    expect(computer.slow).toEqual([]);
  });
});

describe('the patience with a silent process', () => {
  const looked = (lateMs: number, times = 1) =>
    Array.from({ length: times }).reduce<ReturnType<typeof newPace>>(
      (pace, _, n) => stepPace(pace, { kind: 'check', nowMs: n * 10, lateMs }).state,
      newPace(0),
    );

  test('is longer than this process itself was held up', () => {
    expect(patienceMs(looked(5), 0)).toBe(2500);
    expect(patienceMs(looked(4000), 0)).toBe(12_000);
    expect(patienceMs(looked(4000), 1)).toBe(24_000);
    expect(patienceMs(looked(4000), 9)).toBe(120_000);
  });

  test('forgets after two minutes', () => {
    let pace = looked(4000);
    for (const nowMs of [61_000, 122_000, 183_000]) pace = stepPace(pace, { kind: 'check', nowMs, lateMs: 3 }).state;
    expect(patienceMs(pace, 0)).toBe(2500);
  });

  test('a controller that is held up three times within a minute is on a computer that is too slow', () => {
    expect(looked(2500, 2).isSlow).toBe(false);
    expect(looked(2500, 3).isSlow).toBe(true);
  });

  const well = (['started', 'heard'] as const).reduce(
    (before, kind) => stepSupervision(before, { kind, health: healthOf('ok'), nowMs: 0 }).state,
    newSupervision(),
  );

  test('has no end while its successor would have to wait for its turn', () => {
    const pace = newPace(0);
    const look = { kind: 'check', nowMs: 3000, lateMs: 0 } as const;
    const eventsOf = (turns: Partial<typeof pace>) =>
      stepSupervision(well, { ...look, pace: { ...pace, ...turns } }).events.map(({ kind }) => kind);
    expect(eventsOf({})).toContain('kill');
    expect(eventsOf({ turn: 'other' })).toEqual(['silent', 'health']);
    expect(eventsOf({ queue: ['other'] })).toEqual(['silent', 'health']);
  });

  test('what was sent while this process was held up waits behind its look', () => {
    const look = { kind: 'check', nowMs: 900, lateMs: 800, pace: newPace(0) } as const;
    expect(stepSupervision(well, look).events).toEqual([]);
    const [event] = stepSupervision(well, { ...look, lateMs: 0 }).events;
    expect(event).toMatchObject({ kind: 'health', health: { state: 'lost' } });
  });

  test('time in which this process was stopped is no silence of the board', () => {
    const late = stepSupervision(well, { kind: 'check', nowMs: 60_100, lateMs: 59_900, pace: newPace(0) });
    expect(late.events).toEqual([]);
    const next = stepSupervision(late.state, { kind: 'check', nowMs: 60_200, lateMs: 0, pace: newPace(0) });
    expect(next.events).toEqual([]);
  });
});

describe('turns', () => {
  test('go on when a board is stopped that has the turn, or waits for it', () => {
    const wants = (['a', 'b', 'c'] as const).map((board) => ({ kind: 'wants', board }) as const);
    const pace = wants.reduce((before, input) => stepPace(before, input).state, newPace(0));
    expect(pace).toMatchObject({ turn: 'a', queue: ['b', 'c'] });
    const without = stepPace(pace, { kind: 'settled', board: 'b' });
    expect(without).toMatchObject({ state: { turn: 'a', queue: ['c'] }, events: [] });
    expect(stepPace(without.state, { kind: 'settled', board: 'a' }).events).toEqual([{ kind: 'start', board: 'c' }]);
  });
});
