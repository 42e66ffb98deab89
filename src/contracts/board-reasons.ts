import Type from 'typebox';
import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from './codes.ts';
import { count, oneOf, quantity } from './common.ts';

const port = Type.String({ description: 'port of the board' });
const sensorParams = {
  sensor: oneOf(['load', 'loadRight', 'distance'], { description: 'which sensor' }),
  part: Type.String({ description: 'what it is, such as HX711' }),
  pins: Type.String({ description: 'its pins, such as `4, 5`; empty: it hangs on the I²C bus' }),
};
const SENSORS = { load: 'load cell', loadRight: 'right load cell', distance: 'distance sensor' };

/** What can be wrong with one sensor, and what to do about it. */
const SENSOR_FAULTS = {
  failed: 'has failed',
  'no-answer': 'does not answer: check its wiring and its power',
  'wrong-id': 'is not what was configured: another chip answers at its address',
  timeout: 'stopped delivering: check its wiring and its power',
  'i2c-nack': 'refuses its commands: check SDA and SCL and their pull-ups',
  'i2c-stuck': 'hangs with the I²C bus held low: switch its power off and on, look for a short circuit',
  'full-scale': 'reads full scale: it is overloaded, or a wire of the bridge is open',
  garbled: 'gives garbled readings: keep its wires short and away from mains and motors',
  'bad-pins': 'is configured on pins that this board cannot use for it',
  unconfirmed: 'could not be configured: the board does not confirm the command',
  damaged: 'could not be configured: the command arrives damaged',
  'other-command': 'could not be configured: the firmware expects another command, run `npx lockout flash`',
  'no-slot': 'could not be configured: the board has no such slot',
  unsupported: 'is not supported by this firmware: run `npx lockout flash`',
  'bad-gain': 'cannot work with the configured gain: change `gain`',
  'bad-rate': 'cannot deliver at the configured rate: change `rateHz`',
  busy: 'could not be configured: the board is busy',
  'sends-nothing': 'sends nothing: check its wiring and its power',
  'stopped-sending': 'stopped sending: check its wiring and its power',
  'load-frozen': 'repeats one value: check its data wire and the four wires of the bridge',
  'distance-frozen': 'repeats one value: switch its power off and on',
  'sees-nothing': 'sees nothing in its range: check where it points and clean its window',
};
export type SensorFault = keyof typeof SENSOR_FAULTS;
type SensorEntry = ReturnType<typeof sensorEntry>;
const sensorEntry = (words: string) =>
  entry(sensorParams, ({ sensor, part, pins }) => {
    const place = pins === '' ? 'I²C' : `pins ${pins.replace(', ', ' and ')}`;
    return `The ${SENSORS[sensor]} (${part}, ${place}) ${words}.`;
  });
const sensorReasons = Object.fromEntries(
  Object.entries(SENSOR_FAULTS).map(([fault, words]) => [`sensor-${fault}`, sensorEntry(words)]),
) as { [Fault in SensorFault as `sensor-${Fault}`]: SensorEntry };

/** Why a board is not, or not yet, as it should be, and what to do. */
export const BOARD_REASONS = {
  opening: entry({ port }, (it) => `Opening the board (${it.port}).`),
  queued: entry({}, () => 'Waiting for its turn: boards start one after another.'),
  'port-open': entry({}, () => 'The port is open; waiting for the board to answer.'),
  'awaiting-samples': entry({}, () => 'Waiting for the first samples.'),
  'no-response': entry({}, () => "The board's process does not respond."),
  hangs: entry({}, () => "The board's process hangs; it is being restarted."),
  'process-ended': entry(
    { how: Type.String({ description: 'how it ended, in the words of the system' }) },
    ({ how }) => `The board's process ended (${how}); it is being restarted.`,
  ),
  'port-missing': entry(
    { port, found: Type.String({ description: 'the serial ports that are there; empty: none' }) },
    (it) =>
      `No board at ${it.port}. ${it.found === '' ? 'No USB serial port is present: is the board plugged in?' : `Serial ports present: ${it.found}.`}`,
  ),
  'port-forbidden': entry(
    { port },
    (it) =>
      `No rights on ${it.port}: add your user to the group dialout (sudo usermod -aG dialout $USER), then log in again.`,
  ),
  'port-in-use': entry(
    { port },
    (it) => `${it.port} is in use by another program: close the Arduino IDE's serial monitor, or the other Lockout.`,
  ),
  'port-failing': entry(
    { reason: Type.String({ description: 'why, in the words of the system' }) },
    ({ reason }) => reason,
  ),
  unplugged: entry(
    { reason: Type.String({ description: 'in the words of the system; empty: it says nothing' }) },
    ({ reason }) => `The board was unplugged${reason === '' ? '' : ` (${reason})`}.`,
  ),
  'port-silent': entry(
    { port },
    (it) =>
      `${it.port} is open but nothing answers: is it the right port, and is the Lockout firmware flashed (npx lockout flash)?`,
  ),
  'port-garbled': entry(
    { port, baudHz: quantity('Hz', { description: 'speed of the port' }) },
    (it) =>
      `${it.port} sends bytes that make no sense at ${it.baudHz} baud: the firmware may speak another speed (board.baud), or it isn't the Lockout firmware (npx lockout flash).`,
  ),
  'stopped-answering': entry({ port }, (it) => `The board on ${it.port} stopped answering in mid-handshake.`),
  'other-firmware': entry(
    { name: Type.String({ description: 'what it runs' }) },
    ({ name }) =>
      `The board runs "${name}", not the Lockout firmware: flash it with \`npx lockout flash\`, or choose another port.`,
  ),
  'other-protocol': entry(
    { theirs: count('version that the firmware speaks'), ours: count('version of this Lockout') },
    ({ theirs, ours }) =>
      `The firmware speaks protocol ${theirs}, this version of Lockout ${ours}: run \`npx lockout flash\`.`,
  ),
  restarted: entry(
    { causes: Type.String({ description: 'powerOn, external, brownOut, watchdog, several of them; empty: unknown' }) },
    ({ causes }) =>
      `The board restarted by itself (${causes === '' ? 'cause unknown' : causes.split(', ').map(causeText).join(', ')}): check its power supply and USB cable.`,
  ),
  garbage: entry({}, () => 'The board sends only garbage: check the USB cable and the baud rate.'),
  'fell-silent': entry({}, () => 'The board is plugged in but fell silent.'),
  'wire-bad': entry(
    { badPercent: quantity('%', { description: 'share that is lost or damaged' }) },
    ({ badPercent }) => `${badPercent} % of what the board sends is lost or damaged on its way: check the USB cable.`,
  ),
  'pin-unusable': entry(
    { output: oneOf(['ledPin', 'buzzerPin', 'tareButtonPin', 'undoButtonPin']), pin: count('the pin') },
    ({ output, pin }) => `The ${OUTPUTS[output]} is configured on pin ${pin}, which this board cannot use for it.`,
  ),
  ...sensorReasons,
};

const OUTPUTS = {
  ledPin: 'status light',
  buzzerPin: 'buzzer',
  tareButtonPin: 'tare button',
  undoButtonPin: 'undo button',
};
const CAUSES: Readonly<Record<string, string>> = {
  powerOn: 'power was off',
  external: 'reset button or USB',
  brownOut: 'too low a voltage',
  watchdog: 'watchdog',
};
const causeText = (cause: string) => CAUSES[cause] ?? cause;

export type BoardReasonCode = CodeOf<typeof BOARD_REASONS>;
export const BoardReason = codedSchema(BOARD_REASONS);
export type BoardReason = CodedOf<typeof BOARD_REASONS>;
export const boardReasonText = (code: BoardReasonCode): string => textIn(BOARD_REASONS, code);
export const boardReason = (code: BoardReasonCode): BoardReason => ({ ...code, text: boardReasonText(code) });
