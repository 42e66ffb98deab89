/** A little of `npm run fuzz` at every run, always the same; and the inputs that once took the station for seconds, or down. */
import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/app/config/config.ts';
import { hideSecrets } from '../../src/app/config/secrets.ts';
import { Pn532Dialog } from '../../src/readers/pn532-dialog.ts';
import { Pn532Scanner } from '../../src/readers/pn532-frame.ts';
import { DOORS } from '../fuzz/doors.ts';
import { mutated, run } from '../fuzz/guided.ts';
import { seeded } from '../fuzz/random.ts';

describe('every door', () => {
  it.each(DOORS.map((door) => [door.name, door] as const))('%s bears hostile bytes', (_, door) => {
    const random = seeded(7);
    for (let bytes = 0; bytes < 150_000; ) {
      const input = mutated(door.seeds, random);
      run(door, input, random);
      bytes += input.length + 1;
    }
  });
});

describe('a PN532 that sends a million bytes of', () => {
  const START = [0x00, 0xff];
  const ACK = [0x00, 0x00, 0xff, 0x00, 0xff, 0x00];
  it.each([
    ['acknowledgements in each other', START, 250_000],
    ['starts that claim the longest frame', [...START, 0xff, 0xff, 0x01, 0x09, 0xf6], 0],
    ['half of a start', [0x00], 0],
    ['acknowledgements', ACK, 166_666],
    ['noise without a start', [0x55], 0],
  ])('%s is read in one go, and its counters are right', (_, pattern, frames) => {
    const repeats = Math.floor(1_000_000 / pattern.length);
    const bytes = Buffer.concat(Array.from({ length: repeats }, () => Buffer.from(pattern)));
    const scanner = new Pn532Scanner();
    const whole = scanner.push(bytes).length;
    expect(whole).toBe(frames);
    // In small pieces the same comes out.
    const again = new Pn532Scanner();
    let inPieces = 0;
    for (let at = 0; at < bytes.length; at += 64) inPieces += again.push(bytes.subarray(at, at + 64)).length;
    expect([inPieces, again.framesDamaged]).toEqual([whole, scanner.framesDamaged]);
    scanner.reset();
    expect(scanner.push(Buffer.from('0000FF06FAD50332010607E800', 'hex'))).toHaveLength(1);
  });

  it('acknowledgements that nobody asked for is not kept', () => {
    const dialog = new Pn532Dialog(() => undefined);
    dialog.push(Buffer.concat(Array.from({ length: 170_000 }, () => Buffer.from(ACK))));
    expect(dialog.garbage).toBeGreaterThan(169_000);
  });
});

describe('a configuration of', () => {
  const faults = (yaml: string): readonly string[] => {
    hideSecrets(yaml);
    try {
      parseConfig(yaml, '/etc/lockout.yaml');
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
    return [];
  };
  it.each([
    ['50,000 brackets', '['.repeat(50_000), /levels/],
    [
      'brackets that are closed again, which ended the whole process',
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      /levels/,
    ],
    ['50,000 braces', '{a: '.repeat(50_000), /levels/],
    ['dashes in a row', '- '.repeat(50_000), /levels/],
    ['question marks in a row', '? '.repeat(50_000), /levels/],
    ['more keys than any gym has', Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join('\n'), /lines, keys/],
    ['one long line of entries', `bays: [${'{},'.repeat(30_000)}]`, /lines, keys/],
    ['300,000 blanks', ' '.repeat(300_000), /characters/],
  ])('%s is refused before it is parsed', (_, yaml, words) => {
    expect(faults(yaml)).toEqual([expect.stringMatching(words)]);
  });
  it('many keys that nobody knows tells some of them', () => {
    const found = faults(Array.from({ length: 3000 }, (_, n) => `k${n}: 1`).join('\n'));
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(100);
  });
});
