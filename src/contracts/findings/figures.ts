import Type from 'typebox';
import { BOARD_REASONS } from '../board-reasons.ts';
import { CALIBRATION_MISMATCHES } from '../calibration-mismatches.ts';
import { CHANNEL_REASONS } from '../channel-reasons.ts';
import { type CodedOf, type CodeOf, codedSchema, entry, textIn } from '../codes.ts';
import { count, quantity } from '../common.ts';
import { READER_REASONS } from '../reader-reasons.ts';
import { SENDING_REASONS } from '../sending-reasons.ts';

const word = (description: string) => Type.String({ description });
const number = (description: string, unit?: string) => Type.Number({ description, ...(unit && { unit }) });
const reason = word('in the words of the system');
const some = (howMany: number, one: string, other = `${one}s`) => (howMany === 1 ? `1 ${one}` : `${howMany} ${other}`);

/** What the doctor measured and what would be right, around its numbers. */
export const FIGURES = {
  ...BOARD_REASONS,
  ...CHANNEL_REASONS,
  ...READER_REASONS,
  ...SENDING_REASONS,
  ...CALIBRATION_MISMATCHES,
  value: entry({ value: number('what was measured'), unit: word('its unit') }, (it) => `${it.value} ${it.unit}`),
  'up-to': entry(
    { value: number('the most that is right'), unit: word('its unit') },
    (it) => `up to ${it.value} ${it.unit}`,
  ),
  'at-least': entry(
    { value: number('the least that is right'), unit: word('its unit') },
    (it) => `at least ${it.value} ${it.unit}`,
  ),
  none: entry({}, () => 'none'),
  'not-measured': entry({}, () => 'not measured'),
  readings: entry({ readings: count('readings') }, (it) => some(it.readings, 'reading')),
  'per-second': entry(
    { rateHz: quantity('Hz', { description: 'readings a second' }) },
    (it) => `${it.rateHz} a second`,
  ),
  restarts: entry({ restarts: count('restarts') }, (it) => some(it.restarts, 'restart')),
  damaged: entry(
    { damaged: count('damaged messages'), messages: count('all messages') },
    (it) => `${it.damaged} of ${it.messages} messages damaged`,
  ),
  late: entry(
    { latePercent: quantity('%', { description: 'share that came late' }) },
    (it) => `${it.latePercent} % late by more than 50 ms`,
  ),
  'readings-dropped': entry({ readings: count('readings') }, (it) => `${some(it.readings, 'reading')} dropped`),
  'clock-fast': entry({ ppm: number('parts in a million', 'ppm') }, (it) => `${it.ppm} ppm fast`),
  'clock-slow': entry({ ppm: number('parts in a million', 'ppm') }, (it) => `${it.ppm} ppm slow`),
  'load-noise': entry(
    { noiseN: quantity('N', { description: 'noise' }), noiseCounts: quantity('counts', { description: 'the same' }) },
    (it) => `${it.noiseN} N (${it.noiseCounts} counts)`,
  ),
  'same-value': entry(
    { values: count('different values'), runS: quantity('s', { description: 'the longest that one stayed' }) },
    (it) => `${it.values}, one of them for ${it.runS} s`,
  ),
  'none-longer': entry(
    { mostS: quantity('s', { description: 'the longest that one may stay' }) },
    (it) => `none for more than ${it.mostS} s`,
  ),
  'without-target': entry(
    { sharePercent: quantity('%', { description: 'share of the readings' }) },
    (it) => `${it.sharePercent} % without a target`,
  ),
  lost: entry(
    {
      readings: count('lost readings'),
      sharePercent: quantity('%', { description: 'their share' }),
      gaps: count('gaps'),
      longestS: quantity('s', { description: 'the longest gap' }),
    },
    (it) => `${it.readings} (${it.sharePercent} %) in ${some(it.gaps, 'gap')}, the longest ${it.longestS} s`,
  ),
  'of-them': entry({ readings: count('readings') }, (it) => `${it.readings} of them`),
  'voltage-low': entry({}, () => 'too low now'),
  'voltage-was-low': entry({}, () => 'was too low since the start'),
  errors: entry({ errors: count('errors') }, (it) => some(it.errors, 'error')),
  'undone-update': entry(
    { to: word('the release'), version: word('what runs'), reason },
    (it) => `${it.to} was undone, ${it.version} runs: ${it.reason}`,
  ),
  'failed-update': entry({ to: word('the release'), reason }, (it) => `to ${it.to}: ${it.reason}`),
  paths: entry({ paths: word('files and folders') }, (it) => it.paths),
  'mode-700': entry({}, () => 'mode 700'),
  'none-configured': entry({}, () => 'none configured'),
  'of-reader': entry({ name: word('the reader') }, (it) => `${it.name}:`),
  answers: entry({}, () => 'answers'),
  'held-up': entry(
    { bays: count('bays'), worstMs: quantity('ms', { description: 'the longest wait' }) },
    (it) => `${some(it.bays, 'bay')}, held up for ${it.worstMs} ms at worst`,
  ),
  'system-says': entry({ reason }, (it) => it.reason),
  'this-machine': entry({}, () => 'this machine alone'),
  'no-network': entry({}, () => 'no address in a network'),
  'no-backup': entry({}, () => 'none made yet'),
  'newest-backup': entry({ at: word('when it was made') }, (it) => `newest of ${it.at}`),
  'backup-every': entry({ everyH: quantity('h', { description: 'the period' }) }, (it) => `one each ${it.everyH} h`),
  'disk-free': entry(
    { freeGb: quantity('GB', { description: 'what is free' }), path: word('where') },
    (it) => `${it.freeGb} GB free at ${it.path}`,
  ),
  'not-synchronized': entry({ source: word('what says so') }, (it) => `not synchronized (${it.source})`),
  synchronized: entry({}, () => 'synchronized'),
  setting: entry({ name: word('the setting'), value: word('its value') }, (it) => `${it.name} is ${it.value}`),
  'mqtt-version': entry({ version: word('version of MQTT') }, (it) => `MQTT ${it.version}`),
  'of-broker': entry({ address: word('the broker'), reason }, (it) => `${it.address}: ${it.reason}`),
  connected: entry({}, () => 'connected'),
  'messages-dropped': entry({ messages: count('messages') }, (it) => `${some(it.messages, 'message')} dropped`),
  'messages-waiting': entry(
    { messages: count('messages') },
    (it) => `${it.messages === 1 ? '1 message waits' : `${it.messages} messages wait`}`,
  ),
  messages: entry({ messages: count('messages') }, (it) => some(it.messages, 'message')),
  'no-file': entry({}, () => 'no file'),
  written: entry({}, () => 'written'),
  'no-damage': entry({}, () => 'no damage'),
  'write-takes': entry(
    { writeMs: quantity('ms', { description: 'how long a write takes' }) },
    (it) => `a write takes ${it.writeMs} ms`,
  ),
  'takes-too-long': entry({}, () => 'takes too long'),
  cases: entry(
    { cases: count('cases'), sizeMb: quantity('MB', { description: 'their size' }) },
    (it) => `${some(it.cases, 'case')}, ${it.sizeMb} MB`,
  ),
  'fewer-cases': entry(
    { cases: count('cases'), sizeMb: quantity('MB', { description: 'room for all' }) },
    (it) => `fewer than ${it.cases}, and room for one more in ${it.sizeMb} MB`,
  ),
  'lag-expected': entry(
    { lagMs: quantity('ms', { description: 'the lag' }), withinMs: quantity('ms', { description: 'tolerance' }) },
    (it) => `${it.lagMs} ± ${it.withinMs} ms`,
  ),
  'lag-measured': entry(
    { lagMs: quantity('ms', { description: 'the lag' }), withinMs: quantity('ms', { description: 'its error' }) },
    (it) => `force ${it.lagMs} ± ${it.withinMs} ms behind height`,
  ),
  'nothing-lifted': entry({}, () => 'nothing was lifted'),
  'lag-unclear': entry({}, () => 'the movement did not show it'),
  'default-values': entry({}, () => 'default values'),
};

export type FigureCode = CodeOf<typeof FIGURES>;
export const Figure = codedSchema(FIGURES);
export type Figure = CodedOf<typeof FIGURES>;
export const figureText = (code: FigureCode): string => textIn(FIGURES, code);
