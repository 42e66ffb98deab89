/** The names of passed checks. */
export const CHECKS = {
  board: 'Board',
  link: 'Link to the board',
  late: 'Delay on the way',
  queue: 'Queue of the board',
  'board-clock': 'Clock of the board',
  delivery: 'Readings',
  rate: 'Rate',
  jitter: 'Jitter',
  noise: 'Noise',
  values: 'Different values',
  saturation: 'Saturation',
  range: 'Range',
  failed: 'Failed readings',
  lost: 'Lost readings',
  drift: 'Drift',
  lag: 'Lag between the sensors',
  calibration: 'Calibration',
  counting: 'Fit for counting',
  computer: 'Speed of the controller',
  disk: 'Free disk',
  time: 'Clock of the controller',
  broker: 'MQTT broker',
  database: 'Database',
  retention: 'Deletion of old sets',
  backup: 'Backup',
  'alert-mail': 'Alerts by e-mail',
  'alert-push': 'Alerts on phones',
  phones: 'Address for phones',
  reader: 'Card reader',
  power: 'Power supply',
  temperature: 'Temperature of the machine',
  storage: 'File systems',
  version: 'Version',
} as const;
export type CheckName = keyof typeof CHECKS;

export interface FaultText {
  check: CheckName;
  /** error: counting or storing is affected; warning: it works, but not as well as it should; info: worth knowing. */
  severity: 'info' | 'warning' | 'error';
  title: string;
  meaning: string;
  remedy: string;
}
