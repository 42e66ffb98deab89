import type { FaultText } from './check.ts';

/** What can be wrong with a sensor, and with two of them together. */
export const sensorFaults = {
  'sensor-silent': {
    check: 'delivery',
    severity: 'error',
    title: 'The sensor gives no readings',
    meaning: 'The bay can’t use it.',
    remedy: 'Check its supply, its wires and the pins in lockout.yaml against the wiring table.',
  },
  'hx711-slow': {
    check: 'rate',
    severity: 'error',
    title: 'The HX711 runs at its slow rate',
    meaning:
      'The weight is right, but the force arrives ten times a second and 0.2 s late, so holds and velocities are inaccurate.',
    remedy: 'Connect RATE to VCC (cut the trace that ties it to GND), or set load.rateHz to 10 to accept it.',
  },
  'rate-low': {
    check: 'rate',
    severity: 'error',
    title: 'The sensor delivers less than half the configured rate',
    meaning: 'There are too few readings for fast lifts, and the lag compensation is wrong.',
    remedy: 'Lower rateHz to what the sensor can deliver, or look for a bus problem: pull-ups, cable length, supply.',
  },
  'rate-off': {
    check: 'rate',
    severity: 'warning',
    title: 'The rate differs from the configured one',
    meaning:
      'Counting is not affected, because the board timestamps each reading. The sensor’s lag may differ slightly.',
    remedy: 'If this persists, set rateHz to the measured rate.',
  },
  'jitter-high': {
    check: 'jitter',
    severity: 'warning',
    title: 'The readings are unevenly spaced',
    meaning: 'Timestamps are off by milliseconds, which makes velocity noisier.',
    remedy: 'Install the supplied firmware (npx lockout flash). On I²C, check pull-ups and cable length.',
  },
  'noise-unknown': {
    check: 'noise',
    severity: 'info',
    title: 'The noise of the load cell could not be measured, because something moved',
    meaning: 'Bar and rails rattle while they move.',
    remedy: 'Leave the bar alone for ten seconds and run the doctor again.',
  },
  'load-noisy': {
    check: 'noise',
    severity: 'warning',
    title: 'The load cell is noisy',
    meaning: 'The weight fluctuates, and the force improves velocity less.',
    remedy:
      'Shield and shorten the cell’s cable, twist its pairs, and keep it away from mains. Check the solder joints.',
  },
  'load-very-noisy': {
    check: 'noise',
    severity: 'error',
    title: 'The load cell is too noisy to use',
    meaning: 'The noise is as large as the force of a slow lift.',
    remedy: 'Check the four wires of the bridge and the ground; replace the amplifier if a new cable doesn’t help.',
  },
  'distance-noisy': {
    check: 'noise',
    severity: 'warning',
    title: 'The distance sensor is noisy',
    meaning: 'Range and velocity are less accurate.',
    remedy:
      'Use a flat, matt, bright target of 10 × 10 cm within 1 m. Shade the sensor from sunlight and clean its window.',
  },
  'distance-very-noisy': {
    check: 'noise',
    severity: 'error',
    title: 'The distance sensor is too noisy to use',
    meaning: 'Typical of black rubber, glass or sunlight. Expect jumps of 30 cm and doubtful reps.',
    remedy: 'Put a sheet of matt white plastic on the target.',
  },
  'sensor-frozen': {
    check: 'values',
    severity: 'error',
    title: 'The sensor repeats one value',
    meaning: 'It sends readings but measures nothing.',
    remedy: 'Check its data wire (load cell: also the four wires of the bridge). Switch its power off and on.',
  },
  saturated: {
    check: 'saturation',
    severity: 'error',
    title: 'The load cell reads full scale',
    meaning:
      'Force above the limit is lost. The cell is overloaded, a wire of the bridge is open, or the gain is too high.',
    remedy:
      'Unload the cell. If this persists, check E+, E−, A+, A−. If it happens only with heavy bars, lower load.gain.',
  },
  'saturated-now-and-then': {
    check: 'saturation',
    severity: 'warning',
    title: 'The load cell sometimes reads full scale',
    meaning: 'Peaks are cut off.',
    remedy: 'Lower load.gain, or use a cell with a higher rating. A loose wire causes the same symptom.',
  },
  'out-of-range': {
    check: 'range',
    severity: 'error',
    title: 'The distance sensor sees nothing',
    meaning: 'Height is missing for much of the time.',
    remedy: 'Point it along the bar’s path at a target within its range (VL53L1X in short mode: 4 cm to 1.3 m).',
  },
  'out-of-range-now-and-then': {
    check: 'range',
    severity: 'warning',
    title: 'The distance sensor sometimes loses its target',
    meaning: 'The height has gaps.',
    remedy: 'Centre the target in the beam over the whole range, and clean the sensor’s window.',
  },
  'readings-fail': {
    check: 'failed',
    severity: 'error',
    title: 'Many readings fail',
    meaning: 'The sensor answers the board wrongly, late or not at all.',
    remedy: 'Shorten its wires, add 4.7 kΩ pull-ups on I²C, check its 5 V under load.',
  },
  'readings-fail-now-and-then': {
    check: 'failed',
    severity: 'warning',
    title: 'Some readings fail',
    meaning: 'Each is ignored and marked as a gap.',
    remedy: 'Shorten its wires, add 4.7 kΩ pull-ups on I²C, keep them away from motors and mains.',
  },
  'readings-lost': {
    check: 'lost',
    severity: 'error',
    title: 'Many readings are lost in transit',
    meaning: 'Gaps interrupt holds, and reps may be marked as doubtful.',
    remedy: 'Change the USB cable, then fix the findings about the link.',
  },
  'readings-lost-now-and-then': {
    check: 'lost',
    severity: 'warning',
    title: 'Some readings are lost in transit',
    meaning: 'A hold across a gap counts as interrupted.',
    remedy: 'Change the USB cable. Stop other programs on the controller.',
  },
  drifting: {
    check: 'drift',
    severity: 'warning',
    title: 'The zero drifts',
    meaning: 'Weights and heights will be wrong within minutes.',
    remedy:
      'Let a new cell warm up for ten minutes. Check that nothing touches it, and check the sensor’s mount and supply.',
  },
  'drift-unknown': {
    check: 'drift',
    severity: 'info',
    title: 'The drift could not be measured, because something moved',
    meaning: '',
    remedy: 'Leave the bar alone for ten seconds and run the doctor again.',
  },
  'lag-unknown': {
    check: 'lag',
    severity: 'info',
    title: 'The lag between the sensors was not measured',
    meaning: 'It can be measured only while the bar moves.',
    remedy: 'Run the doctor again and lift three times quickly while it listens.',
  },
  'lag-off': {
    check: 'lag',
    severity: 'warning',
    title: 'The lag between the sensors differs from the configured one',
    meaning:
      'Force and height are combined with the wrong offset, so velocity and the moment of lockout are inaccurate.',
    remedy: 'Run npx lockout calibrate, or correct load.lagMs and distance.lagMs.',
  },
  'calibration-missing': {
    check: 'calibration',
    severity: 'warning',
    title: 'The bay has never been calibrated',
    meaning: 'Reps are counted, but weights and heights are estimates from default values.',
    remedy: 'Run npx lockout calibrate. It takes five minutes and one plate of known mass.',
  },
  'calibration-of-other-sensors': {
    check: 'calibration',
    severity: 'warning',
    title: 'Part of the stored calibration belongs to other sensors',
    meaning: 'The values in lockout.yaml are used for that part.',
    remedy: 'Run npx lockout calibrate again.',
  },
  'readings-wild': {
    check: 'counting',
    severity: 'warning',
    title: 'Single readings are far off',
    meaning: 'Each is rejected. Counting continues with the others.',
    remedy:
      'Load cell: check its cable and solder joints. Distance sensor: use a matt, bright target and keep everything else out of the beam.',
  },
  'channel-unreliable': {
    check: 'counting',
    severity: 'error',
    title: 'This sensor is not reliable enough',
    meaning: 'The page shows the same reason during a set.',
    remedy: 'Fix the findings above, then run the doctor again.',
  },
} as const satisfies Record<string, FaultText>;
