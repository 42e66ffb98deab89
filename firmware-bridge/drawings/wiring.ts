/** Which pin goes where: the wiring drawings are made from this, and hardware.md's tables are checked against it. */

export type BoardName = 'uno' | 'mega';
export const BOARD_TITLES = { uno: 'Uno or Nano', mega: 'Mega 2560' } satisfies Record<BoardName, string>;

/** Where a pin of a part goes: a supply, or a pin of each board, by the number or name printed beside it. */
export type Net = '5V' | '3.3V' | 'GND' | Signal;
export interface Signal {
  uno: string;
  mega: string;
  /** Key of a bay's configuration that holds the pin; absent where the board fixes it. */
  key?: string;
}

export interface Pin {
  name: string;
  to: Net;
  /** A resistor in the wire. */
  resistor?: string;
}

/** What hangs on the far side of a part. */
export interface Beyond {
  title: string;
  wires: { from: string; to: string; colour: 'red' | 'low' | 'black' | 'green' | 'white' | 'sda' | 'scl' }[];
}

export interface Part {
  title: string;
  hint?: string;
  pins: Pin[];
  beyond?: Beyond;
}

export interface Wiring {
  file: string;
  board: BoardName;
  /** What the board is called here, if its pins are those of other boards too. */
  boardTitle?: string;
  title: string;
  description: string;
  parts: Part[];
}

const SDA: Signal = { uno: 'A4', mega: '20' };
const SCL: Signal = { uno: 'A5', mega: '21' };
const at = (key: string, uno: string, mega = uno): Signal => ({ uno, mega, key });

const LOAD_CELL: Beyond = {
  title: 'Load cell',
  wires: [
    { from: 'E+', to: 'red', colour: 'red' },
    { from: 'E−', to: 'black', colour: 'black' },
    { from: 'A−', to: 'white', colour: 'white' },
    { from: 'A+', to: 'green', colour: 'green' },
  ],
};

const power = (name: string): Pin[] => [
  { name, to: '5V' },
  { name: 'GND', to: 'GND' },
];

// On the Mega only 10 to 13, 50 to 53 and A8 to A15 have a pin change interrupt, which stamps a ready line best (PROTOCOL.md).
export const HX711: Part = {
  title: 'HX711',
  hint: 'set to 80 SPS',
  pins: [
    ...power('VCC'),
    { name: 'DT', to: at('load.dataPin', '4', '10') },
    { name: 'SCK', to: at('load.clockPin', '5') },
  ],
  beyond: LOAD_CELL,
};

export const SECOND_HX711: Part = {
  title: 'HX711, right cell',
  hint: 'set to 80 SPS',
  pins: [
    ...power('VCC'),
    { name: 'DT', to: at('loadRight.dataPin', '9', '11') },
    { name: 'SCK', to: at('loadRight.clockPin', '10', '9') },
  ],
  beyond: { ...LOAD_CELL, title: 'Right load cell' },
};

export const NAU7802: Part = {
  title: 'NAU7802',
  pins: [...power('VIN'), { name: 'SDA', to: SDA }, { name: 'SCL', to: SCL }],
  beyond: LOAD_CELL,
};

export const VL53L1X: Part = {
  title: 'VL53L1X',
  hint: 'with level shifter',
  pins: [...power('VIN'), { name: 'SDA', to: SDA }, { name: 'SCL', to: SCL }],
};

export const HCSR04: Part = {
  title: 'HC-SR04',
  pins: [
    ...power('VCC'),
    { name: 'TRIG', to: at('distance.triggerPin', '7') },
    { name: 'ECHO', to: at('distance.echoPin', '8', '50') },
  ],
};

const LEVEL_SHIFTER: Part = {
  title: 'Level shifter',
  hint: 'BSS138, 4 channels',
  pins: [
    { name: 'HV', to: '5V' },
    { name: 'GND', to: 'GND' },
    { name: 'HV1', to: SDA },
    { name: 'HV2', to: SCL },
    { name: 'LV', to: '3.3V' },
  ],
  beyond: {
    title: '3.3 V VL53L1X',
    wires: [
      { from: 'LV', to: '3V3', colour: 'low' },
      { from: 'GND', to: 'GND', colour: 'black' },
      { from: 'LV1', to: 'SDA', colour: 'sda' },
      { from: 'LV2', to: 'SCL', colour: 'scl' },
    ],
  },
};

export const OUTPUTS: Part[] = [
  {
    title: 'Status LED',
    hint: 'long leg is +',
    pins: [
      { name: '+', to: at('outputs.ledPin', '6'), resistor: '330 Ω' },
      { name: '−', to: 'GND' },
    ],
  },
  {
    title: 'Buzzer',
    hint: 'piezo, below 20 mA',
    pins: [
      { name: '+', to: at('outputs.buzzerPin', '3'), resistor: '220 Ω' },
      { name: '−', to: 'GND' },
    ],
  },
  {
    title: 'Tare button',
    hint: 'normally open',
    pins: [
      { name: '1', to: at('outputs.tareButtonPin', '2') },
      { name: '2', to: 'GND' },
    ],
  },
  {
    title: 'Undo button',
    hint: 'normally open',
    pins: [
      { name: '1', to: at('outputs.undoButtonPin', '12') },
      { name: '2', to: 'GND' },
    ],
  },
];

export const WIRINGS: Wiring[] = [
  {
    file: 'wiring-uno.svg',
    board: 'uno',
    title: 'Uno or Nano: HX711 and VL53L1X',
    description:
      'The usual rig: a load cell on a HX711 and a VL53L1X, on the pins that the configuration has by default.',
    parts: [HX711, VL53L1X],
  },
  {
    file: 'wiring-mega.svg',
    board: 'mega',
    title: 'Mega 2560: HX711 and VL53L1X',
    description: 'The usual rig on a Mega: DT on pin 10, which has a pin change interrupt; I²C on 20 and 21.',
    parts: [HX711, VL53L1X],
  },
  {
    file: 'wiring-nau7802.svg',
    board: 'uno',
    title: 'Uno or Nano: NAU7802 and VL53L1X on one I²C bus',
    description: 'Both parts share SDA and SCL; they have different addresses.',
    parts: [NAU7802, VL53L1X],
  },
  {
    file: 'wiring-two-cells.svg',
    board: 'uno',
    title: 'Uno or Nano: left and right load cell',
    description: 'Two HX711, each with its own DT and SCK. Pins of the Mega: see the table.',
    parts: [{ ...HX711, title: 'HX711, left cell', beyond: { ...LOAD_CELL, title: 'Left load cell' } }, SECOND_HX711],
  },
  {
    file: 'wiring-level-shifter.svg',
    board: 'uno',
    title: 'Uno or Nano: a VL53L1X that is for 3.3 V only',
    description:
      'A level shifter between the 5 V bus of the board and the 3.3 V bus of the sensor. Its LV is one pin with two wires.',
    parts: [LEVEL_SHIFTER],
  },
  {
    file: 'wiring-outputs.svg',
    board: 'uno',
    boardTitle: 'Uno, Nano, Mega',
    title: 'Any board: light, sound and buttons (each optional)',
    description: 'The same pins on Uno, Nano and Mega. The buttons need no resistor: the board pulls the pin up.',
    parts: OUTPUTS,
  },
];
