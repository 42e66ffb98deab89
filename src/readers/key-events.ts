/** Keys of a Linux input device, as text. Codes and layout of the kernel's input-event-codes.h and input.h. Pure. */

const EV_SYN = 0x00;
const EV_KEY = 0x01;
const SYN_DROPPED = 3;
const PRESSED = 1;

/** US layout, which is what card readers type; a colon's shift is left out of account. */
const TEXT_OF_KEY = new Map<number, string>([
  ...[...'1234567890-'].map((char, at) => [2 + at, char] as const),
  ...([
    [30, 'A'],
    [48, 'B'],
    [46, 'C'],
    [32, 'D'],
    [18, 'E'],
    [33, 'F'],
    [39, ':'],
    [51, ','],
    [57, ' '],
    [15, '\t'],
    [28, '\n'],
    [96, '\n'],
    [74, '-'],
    [82, '0'],
    [79, '1'],
    [80, '2'],
    [81, '3'],
    [75, '4'],
    [76, '5'],
    [77, '6'],
    [71, '7'],
    [72, '8'],
    [73, '9'],
  ] as const),
]);
/** Modifiers say nothing by themselves. */
const SILENT_KEYS = new Set([29, 42, 54, 56, 58, 69, 97, 100]);
/** Stands for a key that is no part of a card number, so that the line it is in is dropped. */
const OTHER_KEY = '\x00';

/** `struct input_event` is two longs of time, type, code and value; 32-bit systems have shorter longs. */
export const eventBytes = (arch: string): 16 | 24 => (arch === 'arm' || arch === 'ia32' ? 16 : 24);

export class KeyScanner {
  readonly #eventBytes: number;
  #rest = Buffer.alloc(0);

  constructor(size: 16 | 24) {
    this.#eventBytes = size;
  }

  /** The text that was typed; keys that are no part of a card number come as a NUL. */
  push(bytes: Uint8Array): string {
    const all = Buffer.concat([this.#rest, bytes]);
    let text = '';
    let at = 0;
    for (; at + this.#eventBytes <= all.length; at += this.#eventBytes) {
      const tail = at + this.#eventBytes - 8;
      text += textOf(all.readUInt16LE(tail), all.readUInt16LE(tail + 2), all.readInt32LE(tail + 4));
    }
    this.#rest = all.subarray(at);
    return text;
  }
}

function textOf(type: number, code: number, value: number): string {
  // The kernel's own buffer was full: some keys are missing.
  if (type === EV_SYN && code === SYN_DROPPED) return OTHER_KEY;
  if (type !== EV_KEY || value !== PRESSED || SILENT_KEYS.has(code)) return '';
  return TEXT_OF_KEY.get(code) ?? OTHER_KEY;
}
