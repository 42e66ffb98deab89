import type { FaultText } from './check.ts';

/** What can be wrong with the machine itself, and with the program that is installed on it. */
export const machineFaults = {
  'power-low': {
    check: 'power',
    severity: 'warning',
    title: 'The machine gets too little voltage',
    meaning: 'It slows down, and USB boards and the card may fail without a word.',
    remedy: 'Use the power supply made for this Pi, with its own cable; give boards and screen a powered hub.',
  },
  'machine-hot': {
    check: 'temperature',
    severity: 'warning',
    title: 'The machine is too hot',
    meaning: 'Above 80 °C it slows down, and readings come late.',
    remedy: 'Give it a heat sink or a fan, and air; take it out of the sun.',
  },
  'storage-errors': {
    check: 'storage',
    severity: 'error',
    title: 'The file system has found errors',
    meaning:
      'The card or its power failed while something was written; sets may be missing, and writing may fail any time.',
    remedy: 'Make a backup (lockout backup), put a new card in, and check its power supply.',
  },
  'update-undone': {
    check: 'version',
    severity: 'warning',
    title: 'The last update was undone',
    meaning: 'The new release did not do well, and the old one runs again, with everything that was kept.',
    remedy:
      'Do what the reason says; then take a later release, or the same one with: sudo lockout update FILE --again',
  },
  'update-failed': {
    check: 'version',
    severity: 'warning',
    title: 'The last update failed',
    meaning: 'The new release is not in use.',
    remedy: 'Do what the reason says, then start the update again.',
  },
} as const satisfies Record<string, FaultText>;
