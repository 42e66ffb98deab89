import type { FaultText } from './check.ts';

/** What can be wrong with the machine itself, and with the program that is installed on it. */
export const machineFaults = {
  'power-low': {
    check: 'power',
    severity: 'warning',
    title: 'The supply voltage is too low',
    meaning: 'The machine slows down, and USB boards and the card may fail without warning.',
    remedy:
      'Use the power supply made for this Pi, with its own cable. Connect boards and screen through a powered hub.',
  },
  'machine-hot': {
    check: 'temperature',
    severity: 'warning',
    title: 'The machine is too hot',
    meaning: 'Above 80 °C it slows down, and readings arrive late.',
    remedy: 'Fit a heat sink or a fan, improve the airflow, and keep it out of the sun.',
  },
  'storage-errors': {
    check: 'storage',
    severity: 'error',
    title: 'The file system has found errors',
    meaning: 'The card or its power failed during a write. Sets may be missing, and writing may fail at any time.',
    remedy: 'Make a backup (lockout backup), replace the card, and check the power supply.',
  },
  'update-undone': {
    check: 'version',
    severity: 'warning',
    title: 'The last update was rolled back',
    meaning: 'The new release was not healthy. The old one runs again, with all data.',
    remedy:
      'Do what the reason says. Then install a later release, or the same one with: sudo lockout update FILE --again',
  },
  'update-failed': {
    check: 'version',
    severity: 'warning',
    title: 'The last update failed',
    meaning: 'The new release is not in use.',
    remedy: 'Do what the reason says, then start the update again.',
  },
} as const satisfies Record<string, FaultText>;
