/** The guided talk of `lockout calibrate`: one step after the other, each can be measured again, skipped or given up. */
import { createInterface } from 'node:readline/promises';
import { messageOf } from '../common/message-of.ts';
import { CALIBRATION_STEPS, type CalibrationStatus, type CalibrationStep } from '../contracts/calibration.ts';
import { KNOWN_MM } from '../contracts/height-scale.ts';
import type { CalibrationClient } from './calibrate-client.ts';
import { calibrationText } from './calibrate-text.ts';

/** Where the talk happens. `ask` rejects when the other side has gone. */
export interface Talk {
  say(text: string): void;
  ask(question: string): Promise<string>;
  end(): void;
}

const TITLES: Record<CalibrationStep, string> = {
  tare: 'Empty load cell',
  mass: 'Known masses',
  racked: 'Racked height',
  scale: 'Scale of the height',
  top: 'Top',
  lag: 'Lag between the sensors',
};

class GivenUp extends Error {}

export function terminal(): Talk {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const gone = new AbortController();
  // Ctrl-C and Ctrl-D give up like q does, so that the bay counts again.
  lines.on('SIGINT', () => gone.abort());
  lines.on('close', () => gone.abort());
  return {
    say: (text) => console.log(text),
    ask: async (question) => lines.question(question, { signal: gone.signal }),
    end: () => lines.close(),
  };
}

export async function guide(client: CalibrationClient, talk: Talk): Promise<void> {
  try {
    await talkThrough(client, talk);
  } catch (error) {
    const { wizard } = await client.status();
    if (wizard.open) await client.abort();
    if (!isCancelled(error)) throw error;
    talk.say('\nGiven up; nothing was changed, and the bay counts again.');
    process.exitCode = 1;
  } finally {
    talk.end();
  }
}

const isCancelled = (error: unknown) => error instanceof GivenUp || (error as Error).name === 'AbortError';

async function talkThrough(client: CalibrationClient, talk: Talk): Promise<void> {
  let status = await client.status();
  talk.say(`Calibrating ${client.bay}. From the first step on it counts no reps, until you save or give up (q).`);
  if (status.wizard.open) talk.say('A calibration is already in progress. Continuing where it stopped.');
  for (;;) {
    const { next } = status.wizard;
    const step = next === 'save' ? await askEnd(client, status, talk) : next;
    if (step === null) return;
    status = await takeStep(client, step, status, talk);
  }
}

async function takeStep(
  client: CalibrationClient,
  step: CalibrationStep,
  { wizard }: CalibrationStatus,
  talk: Talk,
): Promise<CalibrationStatus> {
  const { instruction } = wizard.steps.find((one) => one.step === step)!;
  talk.say(`\n${CALIBRATION_STEPS.indexOf(step) + 1}/${CALIBRATION_STEPS.length} ${TITLES[step]}\n  ${instruction}`);
  if (step === 'mass') return takeMasses(client, talk);
  return step === 'scale' ? takeScale(client, talk) : takeOther(client, step, talk);
}

async function takeOther(client: CalibrationClient, step: CalibrationStep, talk: Talk): Promise<CalibrationStatus> {
  for (;;) {
    const answer = await ask(talk, '  Enter measures, s skips, q gives up: ');
    if (answer === 's') return client.skip(step);
    const status = answer === '' ? await measure(client, talk, { step }) : null;
    if (status) return status;
  }
}

async function takeMasses(client: CalibrationClient, talk: Talk): Promise<CalibrationStatus> {
  let status: CalibrationStatus | null = null;
  for (;;) {
    const answer = await ask(
      talk,
      `  What lies on the cell, in kg (${status ? 'Enter: no more of them' : 's skips'}, q gives up): `,
    );
    if (answer === '' && status) return status;
    if (answer === 's') return client.skip('mass');
    const massKg = Number(answer.replace(',', '.').replace(/ *kg$/, ''));
    if (answer === '' || !(massKg > 0)) talk.say('  A number of kilograms, such as 20 or 37.5.');
    else status = (await measure(client, talk, { step: 'mass', massKg })) ?? status;
  }
}

async function takeScale(client: CalibrationClient, talk: Talk): Promise<CalibrationStatus> {
  for (;;) {
    const answer = await ask(talk, '  How far the bar rests from its racked height, in mm (s skips, q gives up): ');
    if (answer === 's') return client.skip('scale');
    const knownMm = Number(answer.replace(',', '.').replace(/ *mm$/, ''));
    if (!(knownMm >= KNOWN_MM.least && knownMm <= KNOWN_MM.most))
      talk.say(`  A number of millimetres from ${KNOWN_MM.least} to ${KNOWN_MM.most}, such as 600.`);
    else {
      const status = await measure(client, talk, { step: 'scale', knownMm });
      if (status) return status;
    }
  }
}

/** Null when the station refused; it has said why by then. */
async function measure(
  client: CalibrationClient,
  talk: Talk,
  request: Parameters<CalibrationClient['measure']>[0],
): Promise<CalibrationStatus | null> {
  talk.say('  Measuring ...');
  try {
    const status = await client.measure(request);
    talk.say(`  ${status.wizard.steps.find(({ step }) => step === request.step)!.result}`);
    return status;
  } catch (error) {
    talk.say(`  Not measured. ${messageOf(error)}`);
    return null;
  }
}

/** @returns the step to measure again; null when it was saved. */
async function askEnd(
  client: CalibrationClient,
  status: CalibrationStatus,
  talk: Talk,
): Promise<CalibrationStep | null> {
  const { force, distance, lag } = status.wizard.draft;
  if (!force && !distance && !lag) {
    talk.say('\nEvery step was skipped: there is nothing to save.');
    throw new GivenUp();
  }
  talk.say('\nMeasured:');
  for (const { step, status: state, result } of status.wizard.steps) talk.say(`  ${TITLES[step]}: ${result || state}`);
  for (;;) {
    const answer = await ask(talk, `Enter saves; ${CALIBRATION_STEPS.join(', ')} measures that again; q gives up: `);
    const step = CALIBRATION_STEPS.find((one) => one === answer);
    if (step) return step;
    if (answer !== '') continue;
    talk.say(calibrationText(await client.save()));
    talk.say('It is in force. Check it: npx lockout doctor');
    return null;
  }
}

async function ask(talk: Talk, question: string): Promise<string> {
  const answer = (await talk.ask(question)).trim().toLowerCase();
  if (answer === 'q') throw new GivenUp();
  return answer;
}
