import Type from 'typebox';
import { ExerciseName, ForceMount, oneOf, quantity, Slug, strict } from '../common.ts';
import { SCALE } from '../height-scale.ts';
import { Name } from '../names.ts';
import { ReaderConfig, UID_FORMATS } from '../readers.ts';
import { text } from './text.ts';

const pin = (description: string, fallback: number) =>
  Type.Integer({ description, unit: '1', minimum: 0, maximum: 69, default: fallback });

const Board = strict(
  {
    port: text(
      '`simulated`, or the serial port of the board; best a stable name below /dev/serial/by-id/ (`npx lockout ports` lists them)',
      'simulated',
      { minLength: 1 },
    ),
    baud: Type.Integer({
      description: 'serial speed; the shipped firmware speaks 250000',
      unit: 'Bd',
      enum: [250000, 115200],
      default: 250000,
    }),
  },
  { title: 'Board', description: 'The microcontroller of the bay.', default: {} },
);

const Load = strict(
  {
    sensor: oneOf(['hx711', 'nau7802', 'none'], { description: 'amplifier of the load cell', default: 'hx711' }),
    mount: { ...ForceMount, default: 'bar' } as typeof ForceMount,
    rateHz: Type.Integer({
      description: 'samples a second (HX711: 10 or 80, by its RATE pin; NAU7802: 10 to 320)',
      unit: 'Hz',
      enum: [10, 20, 40, 80, 320],
      default: 80,
    }),
    gain: Type.Integer({
      description: 'gain of the amplifier',
      unit: '1',
      enum: [1, 2, 4, 8, 16, 32, 64, 128],
      default: 128,
    }),
    dataPin: pin('HX711: pin of DT', 4),
    clockPin: pin('HX711: pin of SCK', 5),
    zeroCounts: Type.Integer({
      description: 'reading without any load (tare); a calibration takes its place',
      unit: 'counts',
      minimum: -8388608,
      maximum: 8388607,
      default: 0,
    }),
    countsPerN: Type.Number({
      description:
        'span: counts for one newton; negative when the cell is mounted the other way round; not 0; a calibration takes its place',
      unit: 'counts/N',
      minimum: -1e6,
      maximum: 1e6,
      default: 400,
    }),
    lagMs: quantity('ms', {
      description:
        'how long a reading lags behind the force; left out: two conversions (25 at 80 SPS, 200 at 10); a calibration takes its place',
      minimum: 0,
      maximum: 1000,
      default: 25,
    }),
  },
  { title: 'Load cell', default: {} },
);

const LoadRight = strict(
  {
    dataPin: pin('pin of DT', 9),
    clockPin: pin('pin of SCK', 10),
    zeroCounts: Type.Integer({
      description: 'reading without any load (tare)',
      unit: 'counts',
      minimum: -8388608,
      maximum: 8388607,
      default: 0,
    }),
    countsPerN: Type.Number({
      description: 'span of this cell: counts for one newton; negative when it is mounted the other way round; not 0',
      unit: 'counts/N',
      minimum: -1e6,
      maximum: 1e6,
      default: 400,
    }),
  },
  {
    title: 'Right load cell',
    description:
      'A second HX711 whose force is added, for a bar on two cells; left out: there is none. Rate, gain and lag are those of `load`.',
  },
);

const Distance = strict(
  {
    sensor: oneOf(['vl53l1x', 'vl53l0x', 'hcsr04', 'none'], { description: 'distance sensor', default: 'vl53l1x' }),
    rateHz: Type.Integer({
      description: 'readings a second (HC-SR04: at most 16)',
      unit: 'Hz',
      minimum: 5,
      maximum: 100,
      default: 50,
    }),
    triggerPin: pin('HC-SR04: pin of TRIG', 7),
    echoPin: pin('HC-SR04: pin of ECHO', 8),
    looks: oneOf(['up', 'down'], {
      description: 'up: the sensor lies below the bar; down: it hangs above it; a calibration takes its place',
      default: 'up',
    }),
    zeroMm: quantity('mm', {
      description: 'distance reading that is height 0; a calibration takes its place',
      minimum: 0,
      maximum: 6000,
      default: 0,
    }),
    scale: quantity('1', {
      description: 'true millimetres for one of the sensor’s; a calibration that measured it takes its place',
      minimum: SCALE.least,
      maximum: SCALE.most,
      default: 1,
    }),
    railAngleDeg: quantity('deg', {
      description:
        'angle of the rail (and of the sensor along it) from the vertical; a calibration keeps the one it was made with',
      minimum: 0,
      maximum: 45,
      default: 0,
    }),
    lagMs: quantity('ms', {
      description:
        'how long a reading lags behind the motion; left out: half of its measuring time and the read-out (VL53L1X 11, VL53L0X 17.5, HC-SR04 1); a calibration takes its place',
      minimum: 0,
      maximum: 1000,
      default: 11,
    }),
  },
  { title: 'Distance sensor', default: {} },
);

const Plates = strict(
  {
    barKg: quantity('kg', { description: 'mass of the empty bar or carriage', minimum: 0, maximum: 100, default: 20 }),
    platesKg: Type.Array(
      quantity('kg', { description: 'mass of one plate', exclusiveMinimum: 0, maximum: 50, default: 1.25 }),
      {
        description: 'kinds of plates that hang at this bay; each is loaded in pairs',
        minItems: 1,
        maxItems: 12,
        default: [25, 20, 15, 10, 5, 2.5, 1.25],
      },
    ),
    barLb: Type.Optional(
      quantity('lb', {
        description: 'the empty bar in pounds, such as 45; in the place of barKg',
        minimum: 0,
        maximum: 220,
      }),
    ),
    platesLb: Type.Optional(
      Type.Array(
        quantity('lb', { description: 'one plate in pounds', exclusiveMinimum: 0, maximum: 110, default: 2.5 }),
        {
          description:
            'kinds of plates in pounds, such as [45, 35, 25, 10, 5, 2.5]; in the place of platesKg. The bay screen then offers pounds',
          minItems: 1,
          maxItems: 12,
        },
      ),
    ),
  },
  { title: 'Plates', description: 'What the load is put together from.', default: {} },
);

const outputPin = (description: string) =>
  Type.Optional(Type.Integer({ description: `${description}; left out: none`, unit: '1', minimum: 2, maximum: 69 }));

const Outputs = strict(
  {
    ledPin: outputPin('status light: blinks slowly when ready, is lit at lockout, flickers when the hold is met'),
    buzzerPin: outputPin(
      'passive or active buzzer: a note for each count, each hold that is met, and the end of a set',
    ),
    tareButtonPin: outputPin('button to ground: the unloaded load cell reads zero from now on'),
    undoButtonPin: outputPin(
      'button to ground: takes the last count of the set just done back; pressed again, it counts again',
    ),
  },
  { title: 'Outputs', description: 'Light, sound and buttons at the bay.', default: {} },
);

const Simulator = strict(
  {
    seed: Type.Integer({
      description: 'same seed, same lifter',
      unit: '1',
      minimum: 0,
      maximum: 2147483647,
      default: 1,
    }),
    massKg: quantity('kg', { description: 'bar and plates', minimum: 0, maximum: 500, default: 80 }),
    timeScale: Type.Number({
      description: 'how fast the lifter lives: 2 lifts and rests in half the time',
      unit: '1',
      minimum: 0.25,
      maximum: 3,
      default: 1,
    }),
  },
  { title: 'Simulated lifter', description: 'Used only while `board.port` is `simulated`.', default: {} },
);

export const BayConfig = strict(
  {
    id: { ...Slug('name of the bay in topics and addresses'), default: 'bay-1' } as ReturnType<typeof Slug>,
    name: { ...Name(40, 'name of the bay for people'), default: 'Bay 1' } as ReturnType<typeof Name>,
    exercise: { ...ExerciseName, default: 'hip-thrust' } as typeof ExerciseName,
    targetHoldS: Type.Optional(
      quantity('s', {
        description: 'how long each lockout is to be held; left out: the exercise says',
        minimum: 0,
        maximum: 30,
      }),
    ),
    board: Board,
    load: Load,
    loadRight: Type.Optional(LoadRight),
    distance: Distance,
    plates: Plates,
    outputs: Outputs,
    readers: Type.Array(ReaderConfig, {
      description: 'card readers of the bay; none: no sign-in by card at this bay',
      maxItems: 4,
      default: [],
    }),
    keyboardFormat: {
      ...oneOf(UID_FORMATS, {
        description: 'how a card reader writes a number that types into the page of the bay like a keyboard',
      }),
      default: 'auto',
    } as typeof ReaderConfig.properties.format,
    simulator: Simulator,
  },
  { title: 'Bay', default: {} },
);
export type BayConfig = Type.Static<typeof BayConfig>;
