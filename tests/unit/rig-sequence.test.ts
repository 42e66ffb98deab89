import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceCounter } from '../../src/rig/sequence.ts';

function count(seqs: number[]) {
  const counter = new SequenceCounter();
  const kept = seqs.filter((seq) => counter.accept(seq));
  const { received, lost, duplicated, outOfOrder } = counter;
  return { kept, received, lost, duplicated, outOfOrder };
}

describe('the sequence counter', () => {
  it('begins wherever the stream begins', () => {
    expect(count([500, 501])).toMatchObject({ kept: [500, 501], lost: 0 });
  });

  it('goes over the wrap without a loss', () => {
    expect(count([65534, 65535, 0, 1])).toMatchObject({ received: 4, lost: 0, duplicated: 0, outOfOrder: 0 });
  });

  it('counts each missing number, also over the wrap', () => {
    expect(count([65533, 2])).toMatchObject({ received: 2, lost: 4 });
  });

  it('drops a repeat and counts it', () => {
    expect(count([7, 7, 8])).toMatchObject({ kept: [7, 8], duplicated: 1, lost: 0 });
  });

  it('drops one stray old number', () => {
    expect(count([100, 101, 99, 102])).toMatchObject({ kept: [100, 101, 102], outOfOrder: 1, lost: 0 });
  });

  it('follows a stream that began again unannounced after one dropped sample, and calls nothing lost', () => {
    expect(count([1000, 1001, 0, 1, 2])).toMatchObject({ kept: [1000, 1001, 1, 2], outOfOrder: 1, lost: 0 });
  });

  it('begins again when told to', () => {
    const counter = new SequenceCounter();
    counter.accept(10);
    counter.restart();
    expect(counter.accept(60000)).toBe(true);
    expect(counter.lost).toBe(0);
  });

  it('accounts for every number of a stream with gaps and repeats', () => {
    const step = fc.integer({ min: 0, max: 50 });
    fc.assert(
      fc.property(fc.nat({ max: 65535 }), fc.array(step, { minLength: 1 }), (start, steps) => {
        let seq = start;
        const seqs = [start, ...steps.map((by) => (seq = (seq + by) & 0xffff))];
        const { received, lost, duplicated } = count(seqs);
        expect(received + duplicated).toBe(seqs.length);
        expect(received - 1 + lost).toBe(steps.reduce((sum, by) => sum + by, 0));
      }),
    );
  });
});
