// Generated from protocol.json by `npm run protocol`. Do not edit.

export const PROTOCOL_VERSION = 1;
export const FIRMWARE_NAME = 'Lockout';
export const BAUD_RATES = { default: 250000, fallback: 115200 } as const;
export const CRC = { polynomial: 4129, initial: 65535 } as const; // CRC-16/IBM-3740

export const MESSAGES = {
  /** From the device: one reading of one sensor. */
  SAMPLE: { id: 1, from: 'device', fields: [['slot', 'u8'], ['seq', 'u16'], ['atUs', 'u32'], ['raw', 'i32'], ['flags', 'u8']] },
  /** From the device: heartbeat of the device, every deviceHeartbeatPeriodMs. */
  STATUS: { id: 2, from: 'device', fields: [['seq', 'u16'], ['atUs', 'u32'], ['uptimeMs', 'u32'], ['loopWorstUs', 'u16'], ['samplesDropped', 'u16'], ['framesCorrupt', 'u16'], ['framesUnknown', 'u16'], ['freeRamBytes', 'u16'], ['resetCause', 'u8'], ['boardKind', 'u8'], ['protocolVersion', 'u8']] },
  /** From the device: a sensor's state, on every change and on request. */
  SENSOR_STATE: { id: 3, from: 'device', fields: [['slot', 'u8'], ['kind', 'u8'], ['state', 'u8'], ['reason', 'u8'], ['rateHz', 'u16'], ['retries', 'u16'], ['samplesLate', 'u16'], ['i2cErrors', 'u16']] },
  /** From the device: answer to a command, by the command's seq. */
  ACK: { id: 4, from: 'device', fields: [['seq', 'u16'], ['message', 'u8'], ['result', 'u8']] },
  /** From the host: choose and configure the sensor of one slot; kind none frees it. */
  CONFIGURE: { id: 8, from: 'host', fields: [['seq', 'u16'], ['slot', 'u8'], ['kind', 'u8'], ['rateHz', 'u16'], ['gain', 'u8'], ['pinA', 'u8'], ['pinB', 'u8'], ['address', 'u8']] },
  /** From the host: the host is alive, every hostHeartbeatPeriodMs; samples flow only while it is. */
  HEARTBEAT: { id: 9, from: 'host', fields: [['seq', 'u16']] },
  /** From the host: ask for STATUS and one SENSOR_STATE per slot. */
  QUERY: { id: 10, from: 'host', fields: [['seq', 'u16']] },
} as const;

export const SENSOR_KINDS = {
  none: 0,
  hx711: 1,
  nau7802: 2,
  vl53l1x: 3,
  vl53l0x: 4,
  hcsr04: 5,
} as const;

export const SAMPLE_FLAGS = {
  saturated: 1,
  timeout: 2,
  desync: 4,
  i2cError: 8,
  outOfRange: 16,
  afterGap: 32,
} as const;

export const SENSOR_STATES = {
  off: 0,
  starting: 1,
  ok: 2,
  retrying: 3,
  failed: 4,
} as const;

export const SENSOR_REASONS = {
  none: 0,
  noAnswer: 1,
  wrongId: 2,
  timeout: 3,
  i2cNack: 4,
  i2cStuck: 5,
  saturated: 6,
  badPins: 7,
  desync: 8,
} as const;

export const ACK_RESULTS = {
  ok: 0,
  badCrc: 1,
  badLength: 2,
  badSlot: 3,
  badKind: 4,
  badRate: 5,
  badPins: 6,
  busy: 7,
  badGain: 8,
} as const;

export const RESET_CAUSES = {
  powerOn: 1,
  external: 2,
  brownOut: 4,
  watchdog: 8,
} as const;

export const BOARD_KINDS = {
  virtual: 0,
  uno: 1,
  nano: 2,
  mega: 3,
  leonardo: 4,
} as const;

export const LIMITS = {
  maxSlots: 4,
  maxPayloadBytes: 40,
  deviceHeartbeatPeriodMs: 250,
  hostHeartbeatPeriodMs: 500,
  hostSilenceMs: 2000,
  sensorRetryPeriodMs: 500,
  watchdogMs: 1000,
} as const;
