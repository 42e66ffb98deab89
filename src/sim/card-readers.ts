/** What card readers that send text put on the line, byte by byte: desk readers, microcontrollers, keyboards. Pure. */

/**
 * rc522: the usual Arduino sketch for an RC522. framed: STX and ETX around it, as industrial readers do. decimal: the low
 * four bytes as ten digits, as most desk readers do. decimal-reversed: the same, last byte first.
 */
export type LineStyle = 'rc522' | 'framed' | 'plain' | 'decimal' | 'decimal-reversed';

export function lineBytes(uidHex: string, style: LineStyle): Uint8Array {
  const bytes = Buffer.from(uidHex, 'hex');
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const decimal = (value: number) => `${String(value).padStart(10, '0')}\r\n`;
  const texts: Record<LineStyle, () => string> = {
    rc522: () => `Card UID: ${pairs.join(' ').toUpperCase()}\r\n`,
    framed: () => `\x02${pairs.join('')}\r\n\x03`,
    plain: () => `${pairs.join(':')}\n`,
    decimal: () => decimal(bytes.readUInt32BE(0)),
    'decimal-reversed': () => decimal(bytes.readUInt32LE(0)),
  };
  return Buffer.from(texts[style](), 'latin1');
}

const KEY_OF: Record<string, number> = { '\n': 28, ':': 39, '-': 12, ' ': 57, q: 16 };
for (const [at, digit] of [...'1234567890'].entries()) KEY_OF[digit] = 2 + at;
for (const [at, code] of [30, 48, 46, 32, 18, 33].entries()) KEY_OF['ABCDEF'.charAt(at)] = code;
const LEFT_SHIFT = 42;

/**
 * The events of a Linux input device while a reader types `text` like a keyboard: each key pressed and let go, each with its
 * scan code and a report; capital letters and colons with the shift key.
 *
 * @param eventBytes size of the kernel's `struct input_event`: 24 on 64-bit systems, 16 on 32-bit ones
 */
export function keyEventBytes(text: string, eventBytes: 16 | 24): Uint8Array {
  const events: Buffer[] = [];
  const put = (type: number, code: number, value: number) => {
    const event = Buffer.alloc(eventBytes);
    event.writeUInt32LE(1_795_000_000 + events.length, 0);
    event.writeUInt16LE(type, eventBytes - 8);
    event.writeUInt16LE(code, eventBytes - 6);
    event.writeInt32LE(value, eventBytes - 4);
    events.push(event);
  };
  const key = (code: number, isDown: boolean) => {
    put(0x04, 0x04, 0x70000 + code); // EV_MSC, MSC_SCAN
    put(0x01, code, isDown ? 1 : 0);
    put(0x00, 0x00, 0); // SYN_REPORT
  };
  for (const char of text) {
    const code = KEY_OF[char.toUpperCase()] ?? KEY_OF[char];
    if (code === undefined) throw new RangeError(`The simulated keyboard has no key for ${JSON.stringify(char)}.`);
    const needsShift = /[A-Z:]/.test(char);
    if (needsShift) key(LEFT_SHIFT, true);
    key(code, true);
    key(code, false);
    if (needsShift) key(LEFT_SHIFT, false);
  }
  return Buffer.concat(events);
}
