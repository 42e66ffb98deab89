/** How each board takes a program: chip, and what its boot loader speaks (boards.txt of the Arduino core 1.8.7). */

export interface Attempt {
  programmer: 'arduino' | 'wiring';
  baud: number;
  /** What it is for, when a board has more than one boot loader. */
  bootloader: string;
}

interface FlashBoard {
  label: string;
  part: string;
  attempts: readonly Attempt[];
}

export const FLASH_BOARDS = {
  uno: {
    label: 'Arduino Uno',
    part: 'atmega328p',
    attempts: [{ programmer: 'arduino', baud: 115200, bootloader: '' }],
  },
  nano: {
    label: 'Arduino Nano',
    part: 'atmega328p',
    attempts: [
      { programmer: 'arduino', baud: 115200, bootloader: 'new boot loader' },
      { programmer: 'arduino', baud: 57600, bootloader: 'old boot loader, before 2018 and in most clones' },
    ],
  },
  mega: {
    label: 'Arduino Mega 2560',
    part: 'atmega2560',
    attempts: [{ programmer: 'wiring', baud: 115200, bootloader: '' }],
  },
} as const satisfies Record<string, FlashBoard>;

export type FlashBoardName = keyof typeof FLASH_BOARDS;
export const FLASH_BOARD_NAMES = Object.keys(FLASH_BOARDS) as FlashBoardName[];
