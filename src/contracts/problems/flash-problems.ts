import { Slug } from '../common.ts';
import { problem, word } from './problem.ts';

const board = word('kind of board, such as Arduino Uno');
const port = word('its port');
const reason = word('why, in the words of the program');

/** Writing the firmware into a board. */
export const flashProblems = {
  'flash-in-progress': problem(
    409,
    'Firmware is being written',
    { bay: Slug('bay') },
    ({ bay }) => `The firmware of the board of "${bay}" is being written.`,
    'Wait for its end, and don’t unplug the board.',
  ),
  'flash-no-board': problem(
    422,
    'No board',
    { bay: Slug('bay') },
    ({ bay }) => `Bay "${bay}" is simulated: it has no board.`,
    'Choose a port with a board.',
  ),
  'flash-port-taken': problem(
    422,
    'Port in use',
    { port, bay: word('who uses it') },
    (it) => `${it.port} is in use by ${it.bay}.`,
    'Choose another port.',
  ),
  'flash-port-unknown': problem(
    422,
    'No such port',
    { port },
    (it) => `No board at ${it.port}.`,
    'Plug it in by a cable that carries data.',
  ),
  'flash-no-program': problem(
    503,
    'No avrdude',
    { command: word('what installs it') },
    (it) => `The program avrdude is not installed, which writes the firmware. Install it: ${it.command}`,
  ),
  'flash-no-firmware': problem(503, 'No firmware', { reason }, (it) => `There is no firmware to write: ${it.reason}`),
  'flash-no-answer': problem(
    422,
    'No boot loader answers',
    { board, port, others: word('what else it may be') },
    (it) =>
      `No boot loader answers on ${it.port} as an ${it.board} does. Is it another board (${it.others}; --board in a terminal)? Unplug and plug it in again; take everything off pins 0 and 1; try another USB cable.`,
  ),
  'flash-wrong-chip': problem(
    422,
    'Another board',
    { board, chip: word('chip that answered'), part: word('chip of that board') },
    (it) =>
      `This is not an ${it.board}: its chip is ${it.chip}, not ${it.part}. Nothing was written. Choose the right board (--board in a terminal), or use a board with that chip.`,
  ),
  'flash-not-the-same': problem(
    422,
    'Reads back differently',
    {},
    () =>
      'What was written does not read back the same. Try again with a short USB cable straight into the controller; if it stays, the board is broken.',
  ),
  'flash-no-rights': problem(
    503,
    'No rights on the port',
    { port },
    (it) =>
      `No rights on ${it.port}: add your user to the group dialout (sudo usermod -aG dialout $USER), then log in again.`,
  ),
  'flash-unplugged': problem(
    422,
    'Board unplugged',
    { port },
    (it) => `The board at ${it.port} was disconnected; plug it in again (npx lockout ports lists the boards).`,
  ),
  'flash-busy': problem(
    409,
    'Port in use by another program',
    { port },
    (it) => `${it.port} is in use by another program: close the Arduino IDE's serial monitor, or stop the station.`,
  ),
  'flash-not-opened': problem(422, 'Port not opened', { reason }, (it) => `The board can’t be reached. ${it.reason}`),
  'flash-failed': problem(422, 'Not written', { reason }, (it) => `The program avrdude failed: ${it.reason}.`),
  'flash-silent': problem(
    422,
    'Written, but silent',
    { reason },
    (it) => `The board was written but does not answer: ${it.reason}`,
  ),
  'flash-other-kind': problem(
    422,
    'Firmware of another board',
    { board },
    (it) =>
      `The firmware that answers is not the one for the ${it.board}. Choose the right board (--board in a terminal) and write it again.`,
  ),
};
