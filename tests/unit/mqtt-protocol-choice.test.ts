import { describe, expect, it } from 'vitest';
import { jittered } from '../../src/mqtt/connection.ts';
import { ProtocolChoice } from '../../src/mqtt/protocol-choice.ts';

const REFUSED = { wasSilent: false };
const SILENT = { wasSilent: true };

describe('the version of MQTT', () => {
  it('is 5, and 3.1.1 at once after a broker has said that it does not know 5', () => {
    for (const code of [1, 0x84]) {
      const choice = new ProtocolChoice('auto');
      expect(choice.version).toBe(5);
      expect(choice.failed({ code, wasSilent: false })).toBe(true);
      expect(choice.version).toBe(4);
    }
  });

  it('stays what it is when there is no broker, or a wrong password', () => {
    const choice = new ProtocolChoice('auto');
    for (const code of [undefined, undefined, 134, 135, undefined])
      expect(choice.failed({ code, ...REFUSED })).toBe(false);
    expect(choice.version).toBe(5);
  });

  it('changes with every second connection that ends without a word, and back', () => {
    const choice = new ProtocolChoice('auto');
    const versions = Array.from({ length: 6 }, () => {
      choice.failed(SILENT);
      return choice.version;
    });
    expect(versions).toEqual([5, 4, 4, 5, 5, 4]);
    choice.connected();
    choice.failed(SILENT);
    expect(choice.version).toBe(4);
  });

  it('is the one that is configured, whatever the broker says', () => {
    for (const [protocol, version] of [
      ['v5', 5],
      ['v3.1.1', 4],
    ] as const) {
      const choice = new ProtocolChoice(protocol);
      for (const attempt of [{ code: 1, wasSilent: false }, SILENT, SILENT]) expect(choice.failed(attempt)).toBe(false);
      expect(choice.version).toBe(version);
    }
  });
});

describe('the wait before the next attempt', () => {
  it('is between half of it and all of it', () => {
    expect([0, 0.5, 1].map((random) => jittered(1000, random))).toEqual([500, 750, 1000]);
  });
});
