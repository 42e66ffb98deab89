/** The recordings of lifts once more, distorted in ways that leave the true count as it is. A threshold tuned to them would break. */
import { readFileSync } from 'node:fs';
import { exercises } from '../../src/contracts/exercises.ts';
import { createRecordingParser, createRowReader } from '../../src/contracts/recording.ts';
import { analyze, type Input } from '../../src/core/index.ts';
import { createRandom } from '../../src/sim/random.ts';
import { type Folder, pathOf, truthOf } from '../replay/recordings.ts';

type Distortion = (inputs: readonly Input[]) => Input[];

const faster =
  (factor: number): Distortion =>
  (inputs) =>
    inputs.map((input) => {
      const atUs = Math.round(input.atUs / factor);
      return input.kind === 'gap' ? { ...input, atUs, fromUs: Math.round(input.fromUs / factor) } : { ...input, atUs };
    });
const heights =
  (change: (heightMm: number) => number): Distortion =>
  (inputs) =>
    inputs.map((input) => (input.kind === 'height' ? { ...input, heightMm: change(input.heightMm) } : input));
const noisier: Distortion = (inputs) => {
  const random = createRandom(1, 'distortion');
  return heights((heightMm) => heightMm + 3 * random.normal())(inputs);
};
const halved: Distortion = (inputs) => {
  let count = 0;
  return inputs.filter((input) => input.kind !== 'height' || count++ % 2 === 0);
};

export const distortions: Readonly<Record<string, Distortion>> = {
  'as recorded': (inputs) => [...inputs],
  '25 % faster': faster(1.25),
  '20 % slower': faster(0.8),
  'range × 0.85': heights((heightMm) => 0.85 * heightMm),
  'range × 1.15': heights((heightMm) => 1.15 * heightMm),
  '500 mm higher': heights((heightMm) => heightMm + 500),
  '3 mm more noise': noisier,
  'half the readings': halved,
};

/** How far each distorted recording is from an acceptable count. */
export function distortedErrors(folder: Folder, name: string): Record<string, number> {
  const parser = createRecordingParser();
  const inputsOf = createRowReader();
  const inputs: Input[] = [];
  for (const line of readFileSync(pathOf(folder, name), 'utf8').split(/\r?\n/)) {
    const row = parser.push(line);
    if (row !== null) inputs.push(...inputsOf(row));
  }
  const { exercise, forceMount } = parser.header();
  const profile = exercises[exercise];
  const options = { profile, forceMount, heightLagMs: 0, forceLagMs: 0, targetHoldS: profile.targetHoldS };
  const { reps, acceptableReps } = truthOf(folder, name);
  const answers = acceptableReps ?? [reps ?? 0];
  return Object.fromEntries(
    Object.entries(distortions).map(([label, distort]) => {
      const { countedReps } = analyze(distort(inputs), options);
      return [label, Math.min(...answers.map((answer) => Math.abs(answer - countedReps)))];
    }),
  );
}
