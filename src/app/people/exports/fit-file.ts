/**
 * Writes FIT files (Flexible and Interoperable Data Transfer, protocol 2.0): a definition before each kind of message, little endian, and a
 * CRC over all. Only what a strength training needs; the numbers are those of the public profile (global FIT profile, 21.x).
 */

const ENUM = { type: 0x00, bytes: 1 };
const UINT8 = { type: 0x02, bytes: 1 };
const UINT16 = { type: 0x84, bytes: 2 };
const UINT32 = { type: 0x86, bytes: 4 };
const UINT32Z = { type: 0x8c, bytes: 4 };
const TEXT = { type: 0x07, bytes: 24 };
type FieldType = { type: number; bytes: number };
/** Its number, its type, and by what the file's whole number is larger. */
type Field = readonly [number: number, type: FieldType, scale?: number];

const TIMESTAMP: Field = [253, UINT32];
const INDEX: Field = [254, UINT16];

const MESSAGES = {
  file_id: {
    number: 0,
    fields: {
      type: [0, ENUM],
      manufacturer: [1, UINT16],
      product: [2, UINT16],
      serial_number: [3, UINT32Z],
      time_created: [4, UINT32],
    },
  },
  session: {
    number: 18,
    fields: {
      message_index: INDEX,
      timestamp: TIMESTAMP,
      start_time: [2, UINT32],
      sport: [5, ENUM],
      sub_sport: [6, ENUM],
      total_elapsed_time: [7, UINT32, 1000],
      total_timer_time: [8, UINT32, 1000],
      first_lap_index: [25, UINT16],
      num_laps: [26, UINT16],
    },
  },
  lap: {
    number: 19,
    fields: {
      message_index: INDEX,
      timestamp: TIMESTAMP,
      start_time: [2, UINT32],
      total_elapsed_time: [7, UINT32, 1000],
      total_timer_time: [8, UINT32, 1000],
      sport: [25, ENUM],
      sub_sport: [39, ENUM],
    },
  },
  event: { number: 21, fields: { timestamp: TIMESTAMP, event: [0, ENUM], event_type: [1, ENUM] } },
  workout: { number: 26, fields: { sport: [4, ENUM], num_valid_steps: [6, UINT16], wkt_name: [8, TEXT] } },
  workout_step: {
    number: 27,
    fields: { message_index: INDEX, wkt_step_name: [0, TEXT], duration_type: [1, ENUM], target_type: [3, ENUM] },
  },
  activity: {
    number: 34,
    fields: {
      timestamp: TIMESTAMP,
      total_timer_time: [0, UINT32, 1000],
      num_sessions: [1, UINT16],
      type: [2, ENUM],
      local_timestamp: [5, UINT32],
    },
  },
  set: {
    number: 225,
    fields: {
      timestamp: [254, UINT32],
      duration: [0, UINT32, 1000],
      repetitions: [3, UINT16],
      weight: [4, UINT16, 16],
      set_type: [5, UINT8],
      start_time: [6, UINT32],
      category: [7, UINT16],
      category_subtype: [8, UINT16],
      weight_display_unit: [9, UINT16],
      message_index: [10, UINT16],
      wkt_step_index: [11, UINT16],
    },
  },
} as const satisfies Record<string, { number: number; fields: Record<string, Field> }>;

type Messages = typeof MESSAGES;
export type FitMessage = {
  [Name in keyof Messages]: readonly [
    name: Name,
    values: { readonly [Key in keyof Messages[Name]['fields']]?: number | string },
  ];
}[keyof Messages];

/** 1989-12-31T00:00Z, the beginning of its time. */
const EPOCH_S = 631_065_600;
/** @param offsetS of local time from UTC, for `local_timestamp` @returns whole seconds as FIT counts them */
export const fitTime = (at: Date | string, offsetS = 0): number =>
  Math.round(new Date(at).getTime() / 1000) - EPOCH_S + offsetS;

const HEADER_BYTES = 14;
const PROTOCOL_VERSION = 0x20;
const PROFILE_VERSION = 2132;

/** @param messages in the order of the file; those of one kind may have different fields */
export function fitFile(messages: readonly FitMessage[]): Buffer {
  const data = Buffer.concat(messages.flatMap(([name, values]) => encoded(name, values)));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(HEADER_BYTES, 0);
  header.writeUInt8(PROTOCOL_VERSION, 1);
  header.writeUInt16LE(PROFILE_VERSION, 2);
  header.writeUInt32LE(data.length, 4);
  header.write('.FIT', 8, 'latin1');
  header.writeUInt16LE(crc16(header.subarray(0, 12)), 12);
  const whole = Buffer.concat([header, data, Buffer.alloc(2)]);
  whole.writeUInt16LE(crc16(whole.subarray(0, -2)), whole.length - 2);
  return whole;
}

/** The definition with each message costs some bytes, and needs no memory of what was defined: local message type 0 throughout. */
function encoded(name: keyof Messages, values: Readonly<Record<string, number | string | undefined>>): Buffer[] {
  const { number, fields } = MESSAGES[name];
  const present = Object.entries<Field>(fields).flatMap(([key, field]) => {
    const value = values[key];
    return value === undefined ? [] : [{ field, value }];
  });
  const definition = Buffer.alloc(6);
  definition.writeUInt8(0x40, 0);
  definition.writeUInt16LE(number, 3);
  definition.writeUInt8(present.length, 5);
  const sizes = present.map(({ field: [id, { type, bytes }] }) => Buffer.from([id, bytes, type]));
  return [definition, ...sizes, Buffer.from([0]), ...present.map(({ field, value }) => bytesOf(field, value))];
}

function bytesOf([, { bytes }, scale = 1]: Field, value: number | string): Buffer {
  const buffer = Buffer.alloc(bytes);
  // The last byte stays zero: it ends the text.
  if (typeof value === 'string') buffer.write(value, 0, bytes - 1, 'utf8');
  else buffer.writeUIntLE(Math.round(value * scale), 0, bytes);
  return buffer;
}

const CRC_TABLE = [
  0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01,
  0x8801, 0x4400,
];

/** As the FIT protocol defines it: four bits at a time. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes)
    for (const nibble of [byte & 0xf, byte >> 4]) crc = (crc >> 4) ^ CRC_TABLE[crc & 0xf]! ^ CRC_TABLE[nibble]!;
  return crc;
}
