import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody, encodeFrame } from '../../firmware-bridge/codec.ts';
import { MAX_SYSEX_BYTES, StreamScanner, type WireMessage } from '../../firmware-bridge/scanner.ts';

const sample = (seq: number) => encodeFrame('SAMPLE', { slot: 0, seq, atUs: seq * 12_500, raw: -seq, flags: 0 });

function scan(chunks: Iterable<number>[], sender: 'host' | 'device' = 'device') {
  const scanner = new StreamScanner(sender);
  const messages: WireMessage[] = [];
  for (const chunk of chunks) scanner.push(chunk, (message) => messages.push(message));
  return { messages, discarded: scanner.bytesDiscarded };
}

const seqsIn = (messages: WireMessage[]) =>
  messages.flatMap(({ data: [id, ...body] }) => {
    const decoded = decodeBody(id!, body);
    return decoded.ok && decoded.name === 'SAMPLE' ? [decoded.fields.seq] : [];
  });

describe('the stream scanner', () => {
  it('finds every message wherever the chunks are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 60 }), (cuts) => {
        const bytes = [0xf9, 2, 6, ...sample(1), 0xe0, 5, 6, ...sample(2)];
        const chunks: number[][] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const end = at + cuts[i % cuts.length]!;
          chunks.push(bytes.slice(at, end));
          at = end;
        }
        const { messages, discarded } = scan(chunks);
        expect(messages.map(({ command }) => command)).toEqual([0xf9, 0xf0, 0xe0, 0xf0]);
        expect(seqsIn(messages)).toEqual([1, 2]);
        expect(discarded).toBe(0);
      }),
    );
  });

  it('loses one frame, never the next, to a missing F7', () => {
    const torn = sample(1).slice(0, -1);
    const { messages, discarded } = scan([torn, sample(2)]);
    expect(seqsIn(messages)).toEqual([2]);
    expect(discarded).toBe(torn.length);
  });

  it('finds both frames around any garbage, and accounts for every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        const { messages, discarded } = scan([sample(1), garbage, sample(2)]);
        const seqs = seqsIn(messages);
        expect(seqs.at(0)).toBe(1);
        expect(seqs.at(-1)).toBe(2);
        const framed = messages.reduce((sum, { command, data }) => sum + data.length + (command === 0xf0 ? 2 : 1), 0);
        expect(framed + discarded).toBe(sample(1).length + garbage.length + sample(2).length);
      }),
    );
  });

  it('holds no more than its cap of a sysex that never ends', () => {
    const endless = [0xf0, ...new Array<number>(10 * MAX_SYSEX_BYTES).fill(1)];
    const { messages, discarded } = scan([endless, sample(2)]);
    expect(seqsIn(messages)).toEqual([2]);
    expect(discarded).toBe(endless.length);
  });

  it('reads a version request of the host, which has no data, unlike the report of a device', () => {
    expect(scan([[0xf9, 0xf0, 0x79, 0xf7]], 'host').messages).toEqual([
      { command: 0xf9, data: [] },
      { command: 0xf0, data: [0x79] },
    ]);
  });
});
