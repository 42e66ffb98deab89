/** Arduino pin numbers of the boards: port letter and bit, from the core's pins_arduino.h. */
import type { ChipKind } from './chip.ts';

export type BoardName = 'uno' | 'nano' | 'mega';

const run = (port: string, bits: number[]) => bits.map((bit) => ({ port, bit }));
const up = [0, 1, 2, 3, 4, 5, 6, 7];
const down = [7, 6, 5, 4, 3, 2, 1, 0];
const single = (text: string) => text.split(' ').map((pin) => ({ port: pin[0]!, bit: Number(pin[1]) }));

const small = [...run('D', up), ...run('B', [0, 1, 2, 3, 4, 5]), ...run('C', [0, 1, 2, 3, 4, 5])];

export const BOARDS: Record<
  BoardName,
  { chip: ChipKind; pins: { port: string; bit: number }[]; sda: number; scl: number }
> = {
  uno: { chip: 'atmega328p', pins: small, sda: 18, scl: 19 },
  nano: { chip: 'atmega328p', pins: small, sda: 18, scl: 19 },
  mega: {
    chip: 'atmega2560',
    pins: [
      ...single('E0 E1 E4 E5 G5 E3 H3 H4 H5 H6 B4 B5 B6 B7 J1 J0 H1 H0 D3 D2 D1 D0'),
      ...run('A', up),
      ...run('C', down),
      ...single('D7 G2 G1 G0'),
      ...run('L', down),
      ...single('B3 B2 B1 B0'),
      ...run('F', up),
      ...run('K', up),
    ],
    sda: 20,
    scl: 21,
  },
};
