/** The doors through which bytes come in, each as a function of bytes, with some good ones to begin from. */
import { decodeBody, encodeFrame } from '../../firmware-bridge/codec.ts';
import { StreamScanner } from '../../firmware-bridge/scanner.ts';
import { ConfigError, parseConfig } from '../../src/app/config/config.ts';
import { hideSecrets } from '../../src/app/config/secrets.ts';
import { parseUid } from '../../src/contracts/card-uid.ts';
import { COMMANDS } from '../../src/contracts/topics.ts';
import { parseCommand } from '../../src/mqtt/commands.ts';
import { PacketMeter, RefusedPacketError } from '../../src/mqtt/packet-meter.ts';
import type { ReaderSink } from '../../src/readers/drive.ts';
import { KeyScanner } from '../../src/readers/key-events.ts';
import { readCards } from '../../src/readers/pn532-commands.ts';
import { Pn532Scanner } from '../../src/readers/pn532-frame.ts';
import { lineTaker } from '../../src/readers/serial-line.ts';

export interface Door {
  name: string;
  /** Parts of the addresses of the modules whose branches guide the search. */
  modules: readonly string[];
  seeds: readonly Uint8Array[];
  /** A device that was just plugged in. It throws what must never happen. */
  open(): (bytes: Uint8Array) => void;
}

const text = (value: string): Uint8Array => Buffer.from(value);
const hex = (value: string): Uint8Array => Buffer.from(value.replaceAll(' ', ''), 'hex');
const utf8 = new TextDecoder();

function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}

const sink: ReaderSink = {
  opened: () => undefined,
  polled: () => undefined,
  sent: (card) =>
    must(!card.ok || /^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{16}|[0-9A-F]{20})$/.test(card.uidHex), 'a card of no size'),
  garbage: (count) => must(count >= 0, 'less than no garbage'),
};

export const DOORS: readonly Door[] = [
  {
    name: 'pn532',
    modules: ['src/readers/pn532-'],
    seeds: [
      hex('0000FF00FF00'),
      hex('0000FFFF0000'),
      hex('0000FF01FF7F8100'),
      hex('0000FF06FAD50332010607E800'),
      hex('0000FF0FF1D54B0101004408 0704A2B3C4D5E680 00'),
      hex('0000FFFFFF0106F9D54B'),
    ],
    open() {
      const scanner = new Pn532Scanner();
      return (bytes) => {
        for (const frame of scanner.push(bytes)) {
          must(frame.kind !== 'answer' || frame.data.length <= 263, 'an answer longer than a frame');
          if (frame.kind === 'answer') for (const card of readCards(frame.data) ?? []) sink.sent(card);
        }
      };
    },
  },
  {
    name: 'serial-line',
    modules: ['src/readers/line-scanner', 'src/readers/card-line', 'src/contracts/card-uid'],
    seeds: [
      '04A2B3C4D5E680\r\n',
      '\x020008123456\x03',
      'Card UID: 74 10 37 94\n',
      '3735928559\n',
      '04:A2:B3:C4:D5:E6:80\n',
    ].map(text),
    open: () => lineTaker(sink, 'auto'),
  },
  {
    name: 'input-device',
    modules: ['src/readers/key-events'],
    seeds: [
      hex('00000000000000000000000000000000 0100 1E00 01000000'),
      hex('00000000000000000000000000000000 0000 0300 00000000'),
    ],
    open() {
      const keys = new KeyScanner(24);
      const take = lineTaker(sink, 'auto');
      return (bytes) => take(Buffer.from(keys.push(bytes)));
    },
  },
  {
    name: 'board',
    modules: ['firmware-bridge/scanner', 'firmware-bridge/codec'],
    seeds: [
      encodeFrame('SAMPLE', { slot: 0, seq: 1, atUs: 12_500, raw: -1, flags: 0 }),
      [0xf9, 2, 6],
      [0xf0, 0x79, 2, 6, 0xf7],
      [0xe0, 5, 6],
    ].map((bytes) => Uint8Array.from(bytes)),
    open() {
      const scanner = new StreamScanner('device');
      return (bytes) =>
        scanner.push(bytes, ({ data: [id = -1, ...body] }) => {
          must(body.length <= 1024, 'a message without end');
          decodeBody(id, body);
        });
    },
  },
  {
    name: 'mqtt-packets',
    modules: ['src/mqtt/packet-meter'],
    seeds: [hex('101000044D5154540402003C000461646131'), hex('300A0003612F627B7D'), hex('C000'), hex('82FF7F')],
    open() {
      let meter = new PacketMeter(65_536);
      return (bytes) => {
        try {
          const { end, packets } = meter.scan(bytes, 0, 10_000);
          must(end <= bytes.length && packets <= 10_000, 'more than there was');
        } catch (error) {
          if (!(error instanceof RefusedPacketError)) throw error;
          meter = new PacketMeter(65_536); // the client is cut off, and comes again
        }
      };
    },
  },
  {
    name: 'mqtt-commands',
    modules: ['src/mqtt/commands'],
    seeds: [
      '{}',
      '{"id":"1","exercise":"squat"}',
      '{"uid":"04A2B3C4D5E680","token":"lockout_aaaaaaaaaaaaaaaa"}',
      '[[[[]]]]',
      '{"loadKg":1e999}',
    ].map(text),
    open: () => (bytes) => {
      for (const name of [...Object.keys(COMMANDS), '__proto__']) {
        const parsed = parseCommand(name, bytes);
        must(parsed.ok || parsed.error.length > 0, 'refused without a word');
      }
    },
  },
  {
    name: 'card-numbers',
    modules: ['src/contracts/card-uid'],
    seeds: ['04A2B3C4D5E680', '0x74103794', '3735928559', '04-A2-B3-C4', '0'].map(text),
    open: () => (bytes) => {
      for (const format of ['auto', 'hex', 'hex-reversed', 'decimal', 'decimal-reversed'] as const)
        sink.sent(parseUid(utf8.decode(bytes), format));
    },
  },
  {
    name: 'configuration',
    modules: ['src/app/config', 'src/app/yaml-document'],
    seeds: [
      'web: { port: 80 }\n',
      'bays:\n  - &a { id: a }\n  - { <<: *a, id: b }\n',
      'mqtt: { password: |\n  a\n',
      '[[[[',
      '- - - ',
      '? a\n: b',
    ].map(text),
    open: () => (bytes) => {
      const yaml = utf8.decode(bytes);
      hideSecrets(yaml);
      try {
        parseConfig(yaml, '/etc/lockout.yaml');
      } catch (error) {
        must(error instanceof ConfigError && error.faults.length > 0, `no fault of the configuration: ${error}`);
      }
    },
  },
];
