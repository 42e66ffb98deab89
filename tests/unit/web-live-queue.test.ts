import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveEvent, LiveMessage } from '../../src/contracts/live.ts';
import {
  FRAME_PERIOD_MS,
  HEARTBEAT_MS,
  LiveQueue,
  MAX_QUEUED_EVENTS,
  MAX_UNACKED_MESSAGES,
} from '../../src/web/live-queue.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeFrame, makeRep } from '../support/messages.ts';

const newQueue = () => new LiveQueue({ serverVersion: '1', snapshot: () => [] });
const event = (n: number): LiveEvent => ({ topic: 'rep', payload: makeRep('bay-1', { n }) });

/** Takes all that can be sent at `nowMs`, acknowledging each message when `acks`. */
function drain(queue: LiveQueue, nowMs: number, acks = true): LiveMessage[] {
  const messages: LiveMessage[] = [];
  for (;;) {
    const step = queue.next(nowMs);
    if (step.kind !== 'send') return messages;
    messages.push(step.message);
    if (acks) expect(queue.ack(step.message.seq)).toBe(true);
  }
}

describe('live queue', () => {
  it('begins with a hello, then sends each event at once and in order', () => {
    const queue = newQueue();
    expect(drain(queue, 0).map((message) => message.type)).toEqual(['hello']);
    queue.offerFrame(makeFrame('bay-1'));
    queue.offerEvent(event(1));
    queue.offerEvent(event(2));
    const messages = drain(queue, 0);
    expect(messages.map((message) => message.type)).toEqual(['event', 'event', 'frames']);
    expect(messages.map((message) => message.seq)).toEqual([2, 3, 4]);
  });

  it('stops after a few unacknowledged messages, and then has only the newest frame', () => {
    const queue = newQueue();
    for (let n = 0; n < MAX_UNACKED_MESSAGES + 3; n++) queue.offerFrame(makeFrame('bay-1', { heightMm: n }));
    drain(queue, 0, false);
    for (let n = 0; n < 100; n++) {
      queue.offerFrame(makeFrame('bay-1', { heightMm: 1000 + n }));
      drain(queue, n * 20, false);
    }
    expect(queue.next(5000)).toEqual({ kind: 'behind' });
    expect(queue.ack(MAX_UNACKED_MESSAGES)).toBe(true);
    expect(queue.next(5000)).toMatchObject({
      kind: 'send',
      message: { type: 'frames', frames: [{ heightMm: 1099 }] },
    });
  });

  it('sends frames of one bay no faster than a screen can show them', () => {
    const queue = newQueue();
    drain(queue, 0);
    queue.offerFrame(makeFrame('bay-1'));
    expect(drain(queue, 10)).toHaveLength(1);
    queue.offerFrame(makeFrame('bay-1'));
    expect(queue.next(12)).toEqual({ kind: 'wait', delayMs: FRAME_PERIOD_MS - 2 });
    queue.offerFrame(makeFrame('bay-1'));
    expect(drain(queue, 10 + FRAME_PERIOD_MS)).toMatchObject([{ type: 'frames', missedFrames: 1 }]);
  });

  it('beats like a heart when nothing happens', () => {
    const queue = newQueue();
    drain(queue, 0);
    expect(queue.next(1)).toEqual({ kind: 'wait', delayMs: HEARTBEAT_MS - 1 });
    expect(drain(queue, HEARTBEAT_MS)).toMatchObject([{ type: 'frames', frames: [], missedFrames: 0 }]);
  });

  it('makes up with a fresh hello for events that no longer fit', () => {
    const queue = newQueue();
    drain(queue, 0, false);
    for (let n = 1; n <= MAX_QUEUED_EVENTS + 10; n++) queue.offerEvent(event(n));
    const [message, ...rest] = drain(queue, 1);
    expect(message).toMatchObject({ type: 'hello', missedEvents: MAX_QUEUED_EVENTS + 10 });
    expect(rest).toEqual([]);
    queue.offerEvent(event(1000));
    expect(drain(queue, 2)).toMatchObject([{ type: 'event', event: { payload: { n: 1000 } } }]);
  });

  it('knows an acknowledgement of something never sent', () => {
    const queue = newQueue();
    drain(queue, 0);
    for (const seq of [2, -1, 0.5, Number.NaN]) expect(queue.ack(seq)).toBe(false);
    expect(queue.ack(0)).toBe(true);
    expect(queue.ack(1)).toBe(true);
  });

  type Action =
    | { do: 'frame'; bay: string }
    | { do: 'events'; howMany: number }
    | { do: 'pump' }
    | { do: 'bay'; bay: string }
    | { do: 'ack'; back: number }
    | { do: 'wait'; ms: number };
  const action: fc.Arbitrary<Action> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('frame' as const), bay: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('events' as const), howMany: fc.constantFrom(1, 2, 3, 90) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('bay' as const), bay: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('pump' as const) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('ack' as const), back: fc.nat(3) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40) }) },
  );

  it('accounts for every event, frame and snapshot of a bay, whatever the client does', () => {
    let overflows = 0;
    fc.assert(
      fc.property(fc.array(action, { minLength: 20, maxLength: 150 }), (actions) => {
        let offeredEvents = 0;
        let offeredFrames = 0;
        const queue = new LiveQueue({ serverVersion: '1', snapshot: () => [] });
        const newest = new Map<string, number>();
        const waiting = new Map<string, number>();
        let nowMs = 0;
        let seq = 0;
        let acked = 0;
        let events = 0;
        let frames = 0;
        let lastFramesMs = Number.NEGATIVE_INFINITY;

        const take = (message: LiveMessage) => {
          expect(message.seq).toBe(++seq);
          expect(seq - acked).toBeLessThanOrEqual(MAX_UNACKED_MESSAGES);
          if (seq === 1) expect(message.type).toBe('hello');
          if (message.type === 'hello') {
            if (message.missedEvents > MAX_QUEUED_EVENTS) overflows += 1;
            events += message.missedEvents;
            // The snapshot stands for everything announced before it.
            expect(events).toBe(offeredEvents);
            waiting.clear();
          } else if (message.type === 'bays') {
            expect(message.bays.map(({ state, live }) => [state.bay, live!.heightMm])).toEqual([...waiting]);
            waiting.clear();
          } else if (message.type === 'event') {
            const { payload } = message.event;
            expect('n' in payload && payload.n).toBe(++events);
          } else {
            expect(nowMs - lastFramesMs).toBeGreaterThanOrEqual(FRAME_PERIOD_MS);
            lastFramesMs = nowMs;
            for (const frame of message.frames) expect(frame.heightMm).toBe(newest.get(frame.bay));
            frames += message.frames.length + message.missedFrames;
          }
        };
        const pump = () => {
          for (let step = queue.next(nowMs); step.kind === 'send'; step = queue.next(nowMs)) take(step.message);
        };

        for (const one of actions) {
          if (one.do === 'frame') {
            newest.set(one.bay, ++offeredFrames);
            queue.offerFrame(makeFrame(one.bay, { heightMm: offeredFrames }));
          } else if (one.do === 'bay') {
            const frame = makeFrame(one.bay, { heightMm: newest.get(one.bay) ?? 0 });
            queue.offerBay({ ...new FakeStation({ [one.bay]: 'Bay' }).bay(one.bay)!, live: frame });
            waiting.set(one.bay, frame.heightMm!);
          } else if (one.do === 'events') {
            for (let i = 0; i < one.howMany; i++) queue.offerEvent(event(++offeredEvents));
          } else if (one.do === 'wait') nowMs += one.ms;
          else if (one.do === 'ack') {
            acked = Math.max(acked, seq - one.back, 0);
            expect(queue.ack(Math.max(0, seq - one.back))).toBe(true);
          } else pump();
        }
        // Once the client keeps up again, nothing is left over.
        for (let turn = 0; turn < MAX_QUEUED_EVENTS + 10; turn++) {
          nowMs += FRAME_PERIOD_MS;
          acked = seq;
          queue.ack(seq);
          pump();
        }
        nowMs += HEARTBEAT_MS;
        acked = seq;
        queue.ack(seq);
        pump();
        expect(events).toBe(offeredEvents);
        expect(frames).toBe(offeredFrames);
        expect(waiting.size).toBe(0);
      }),
      { numRuns: 300 },
    );
    expect(overflows).toBeGreaterThan(0);
  });
});
