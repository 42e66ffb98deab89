import type { FaultText } from './check.ts';

/** What can be wrong with the board and the way to it. */
export const boardFaults = {
  'board-lost': {
    check: 'board',
    severity: 'error',
    title: 'The board does not answer',
    meaning: 'Nothing is measured on this bay.',
    remedy:
      'Do what the reason says. Check the USB cable, the port (npx lockout ports) and the firmware (npx lockout flash).',
  },
  'board-degraded': {
    check: 'board',
    severity: 'error',
    title: 'The board answers, but reports a fault',
    meaning: 'A sensor or the cable has failed. The bay counts with the remaining sensor, if it can.',
    remedy: 'Do what the reason says, then run the doctor again.',
  },
  'board-restarted': {
    check: 'board',
    severity: 'error',
    title: 'The board restarted during the check',
    meaning: 'Each restart leaves a gap of one to three seconds in a set.',
    remedy: 'Use a short USB cable and a powered hub or port. Look for a short circuit in the sensors’ supply.',
  },
  'link-damaged': {
    check: 'link',
    severity: 'error',
    title: 'Much of the board’s data arrives damaged',
    meaning: 'Readings are missing, so reps can be missed or marked as doubtful.',
    remedy: 'Change the USB cable, keep it under 3 m and away from motors and mains.',
  },
  'link-noisy': {
    check: 'link',
    severity: 'warning',
    title: 'Some of the board’s data arrives damaged',
    meaning: 'Nothing important is lost yet, but with a good cable this does not happen.',
    remedy: 'Change the USB cable, keep it under 3 m and away from motors and mains.',
  },
  'samples-late': {
    check: 'late',
    severity: 'warning',
    title: 'Readings arrive late',
    meaning: 'The controller is overloaded. Times stay right (the board stamps them), but page and sounds lag behind.',
    remedy:
      'Stop other programs on the controller. Check its power supply (a Pi slows down at low voltage) and its cooling.',
  },
  'queue-full': {
    check: 'queue',
    severity: 'warning',
    title: 'The board drops readings because its queue is full',
    meaning: 'The serial line is too slow for the configured rates.',
    remedy: 'Set board.baud to 250000 (with the shipped firmware) or lower load.rateHz.',
  },
  'board-clock-off': {
    check: 'board-clock',
    severity: 'warning',
    title: 'The clock of the board is inaccurate',
    meaning: 'Velocities and holds are wrong by the same percentage. A ceramic resonator stays within 5,000 ppm.',
    remedy: 'Replace the board.',
  },
} as const satisfies Record<string, FaultText>;
