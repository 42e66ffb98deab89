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
    title: 'The board answers, but not all is well',
    meaning: 'A sensor or the cable fails; the bay counts with what is left, if at all.',
    remedy: 'Do what the reason says, then run the doctor again.',
  },
  'board-restarted': {
    check: 'board',
    severity: 'error',
    title: 'The board restarted while it was listened to',
    meaning: 'Each restart tears a hole of one to three seconds into a set.',
    remedy: 'Use a short USB cable and a powered hub or port; look for a short circuit on the sensors’ supply.',
  },
  'link-damaged': {
    check: 'link',
    severity: 'error',
    title: 'Much of what the board sends arrives damaged',
    meaning: 'Reps can be missed or doubted, because readings are missing.',
    remedy: 'Change the USB cable, keep it under 3 m and away from motors and mains.',
  },
  'link-noisy': {
    check: 'link',
    severity: 'warning',
    title: 'Some of what the board sends arrives damaged',
    meaning: 'Nothing is lost yet that matters, but a good cable has none of this.',
    remedy: 'Change the USB cable, keep it under 3 m and away from motors and mains.',
  },
  'samples-late': {
    check: 'late',
    severity: 'warning',
    title: 'Readings arrive late',
    meaning: 'The controller is overloaded. Times stay right (the board stamps them), but page and sounds lag behind.',
    remedy: 'End other programs on the controller; check its supply (a Pi slows down at low voltage) and its cooling.',
  },
  'queue-full': {
    check: 'queue',
    severity: 'warning',
    title: 'The board drops readings for want of room',
    meaning: 'The serial line is too slow for the configured rates.',
    remedy: 'Set board.baud to 250000 (with the shipped firmware) or lower load.rateHz.',
  },
  'board-clock-off': {
    check: 'board-clock',
    severity: 'warning',
    title: 'The clock of the board runs wrong',
    meaning: 'Velocities and holds are off by the same share. A ceramic resonator stays within 5,000 ppm.',
    remedy: 'Replace the board.',
  },
} as const satisfies Record<string, FaultText>;
