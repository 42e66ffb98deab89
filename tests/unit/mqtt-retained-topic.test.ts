import { describe, expect, it, vi } from 'vitest';
import { RefusedError } from '../../src/mqtt/refused-error.ts';
import { RetainedTopic } from '../../src/mqtt/retained-topic.ts';

const turns = () => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const sent: string[] = [];
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  const topic = new RetainedTopic({
    publish: (payload) => {
      sent.push(payload);
      return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    },
    contentOf: (payload) => payload.replace(/@\d+/, ''),
  });
  const acknowledge = async () => {
    waiting.shift()!.resolve();
    await turns();
  };
  return { topic, sent, waiting, acknowledge };
}

describe('a retained topic', () => {
  it('sends only the latest of what came while one was under way', async () => {
    const { topic, sent, acknowledge } = setUp();
    topic.connected();
    for (const payload of ['a', 'b', 'c']) topic.set(payload);
    await acknowledge();
    await acknowledge();
    expect(sent).toEqual(['a', 'c']);
  });

  it('sends what says the same again once a second at most, and what is new at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
    try {
      const { topic, sent, acknowledge } = setUp();
      topic.connected();
      topic.set('a@1');
      await acknowledge();
      for (let at = 2; at <= 50; at++) topic.set(`a@${at}`);
      expect(sent).toEqual(['a@1']);
      topic.set('b@51');
      expect(sent).toEqual(['a@1', 'b@51']);
      await acknowledge();
      topic.set('b@52');
      topic.set('b@53');
      vi.advanceTimersByTime(999);
      expect(sent).toHaveLength(2);
      vi.advanceTimersByTime(1);
      expect(sent).toEqual(['a@1', 'b@51', 'b@53']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('knows what it sent itself, and says again what another client wrote over, once a second at most', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
    try {
      const { topic, sent, acknowledge } = setUp();
      topic.connected();
      topic.set('a');
      await acknowledge();
      topic.set('b');
      await acknowledge();
      expect([topic.heard('a'), topic.heard('b')]).toEqual([false, false]);
      for (let i = 0; i < 100; i++) expect(topic.heard('forged')).toBe(true);
      vi.advanceTimersByTime(1000);
      expect(sent).toEqual(['a', 'b', 'b']);
      expect(topic.reasserted).toBe(100);
    } finally {
      vi.useRealTimers();
    }
  });

  it('remembers that it was refused until one is taken', async () => {
    const { topic, waiting, acknowledge } = setUp();
    topic.connected();
    topic.set('a');
    waiting.shift()!.reject(new RefusedError('x', 135, 'Publish error: Not authorized'));
    await turns();
    expect(topic.refusal?.message).toMatch(/ACL/);
    topic.set('b');
    await acknowledge();
    expect(topic.refusal).toBeNull();
    topic.disconnected();
  });
});
