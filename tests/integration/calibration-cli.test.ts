import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrationClient } from '../../src/cli/calibrate-client.ts';
import { guide, type Talk } from '../../src/cli/calibrate-guide.ts';
import type { Calibration, CalibrationHistory, CalibrationStep } from '../../src/contracts/calibration.ts';
import { Bench } from '../support/bench.ts';
import { runLockout, startStation, tempFolder, until } from '../support/station.ts';

const NO_BOARD = { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-none', LOCKOUT_BAYS_0_DISTANCE_LOOKS: 'down' };
const QUICK_REPS = { concentricS: 0.6, eccentricS: 0.7, holdS: 0.1, bottomPauseS: 0.1, reps: 3, leadS: 1, fatigue: 0 };

async function station() {
  const { station, page, folder: stationFolder } = await startStation({ env: NO_BOARD });
  const dataDir = join(stationFolder, 'data');
  const bay = station.bays[0]!;
  const bench = new Bench(bay);
  const folder = tempFolder();
  const run = async (...args: string[]) => {
    const command = runLockout(['calibrate', '--url', page, ...args], { folder, env: { LOCKOUT_DATA_DIR: dataDir } });
    const { code } = await command.exited;
    return { code, output: command.output() };
  };
  const measuring = (step: CalibrationStep) => until(() => bay.calibrator.status.wizard.measuring === step);
  const client = () => calibrationClient(page, 'bay-1', dataDir);
  return { bay, bench, run, client, measuring };
}

test('each step can be its own call; the last one saves', async () => {
  const { bench, run, bay, measuring } = await station();
  const step = async (args: string[], name: CalibrationStep, happens: () => void) => {
    const answer = run(...args);
    await measuring(name);
    happens();
    return answer;
  };
  expect(await run('--status')).toMatchObject({ code: 0, output: expect.stringMatching(/Never calibrated/) });
  expect(await step(['--tare'], 'tare', () => bench.rest(0, 0, 4))).toMatchObject({
    code: 0,
    output: expect.stringMatching(/in progress.*\n.*tare +done +Zero at 84\d{3} counts/),
  });
  expect(await step(['--mass', '40'], 'mass', () => bench.rest(0, 0, 4))).toMatchObject({
    code: 1,
    output: expect.stringMatching(/lockout: 40 kg read like nothing/),
  });
  expect(await step(['--mass', '40'], 'mass', () => bench.rest(40, 0, 4))).toMatchObject({ code: 0 });
  const saved = await run('--save', '--json');
  expect(saved.code).toBe(0);
  const calibration = JSON.parse(saved.output) as Calibration;
  expect(calibration).toMatchObject({ bay: 'bay-1', distance: null, lag: null, force: { points: [{ massKg: 40 }] } });
  expect(bay.calibrator.status.active).toEqual(calibration);

  const restored = await run('--restore', calibration.id);
  expect(restored).toMatchObject({ code: 0, output: expect.stringMatching(`which restores ${calibration.id}`) });
  const history = JSON.parse((await run('--history', '--json')).output) as CalibrationHistory;
  expect(history.calibrations).toHaveLength(2);
  expect(await run('--abort')).toMatchObject({ code: 1, output: expect.stringMatching(/nothing to abort/) });
});

test('the scale can be its own call, and is shown', async () => {
  const { bench, run, bay, measuring } = await station();
  expect(await run('--scale', '300')).toMatchObject({ code: 1, output: expect.stringMatching(/racked height first/) });
  for (const [args, name, heightMm] of [
    [['--racked'], 'racked', 0],
    [['--scale', '309'], 'scale', 300],
  ] as const) {
    const answer = run(...args);
    await measuring(name);
    bench.rest(0, heightMm, 4);
    expect(await answer).toMatchObject({ code: 0 });
  }
  expect((await run('--save')).output).toMatch(/height 0 at 4\d\d.* mm, .*, scale 1\.0[23]/);
  expect(Math.abs(bay.calibrator.status.inForce.scale - 1.03)).toBeLessThan(0.015);
});

test('a wrong call exits 2, a refused one 1, and both say what to do', async () => {
  const { run } = await station();
  expect(await run('--mass', 'twenty')).toMatchObject({ code: 2, output: expect.stringMatching(/mass in kg/) });
  expect(await run('--scale', '150')).toMatchObject({ code: 2, output: expect.stringMatching(/200 to 2500 mm/) });
  expect(await run()).toMatchObject({ code: 2, output: expect.stringMatching(/no terminal to ask on.*--help/) });
  expect(await run('--save')).toMatchObject({ code: 1, output: expect.stringMatching(/Start with the tare/) });
  expect(await run('--bay', 'bay-9', '--tare')).toMatchObject({
    code: 1,
    output: expect.stringMatching(/no bay "bay-9"/),
  });
});

/** A person at the terminal: answers in turn, and does at the rig what a step asks for. */
function person(answers: string[]): Talk & { heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    say: (text) => void heard.push(text),
    ask: async (question) => {
      heard.push(question);
      const answer = answers.shift();
      if (answer === undefined) throw Object.assign(new Error('gone'), { name: 'AbortError' });
      return answer;
    },
    end: () => undefined,
  };
}

test('the talk leads through every step, asks again after a refusal, and saves', async () => {
  const { bench, bay, client } = await station();
  let massesDone = 0;
  const happen: Record<CalibrationStep, () => void> = {
    tare: () => bench.rest(0, 0, 4),
    mass: () => bench.rest([0, 20, 60][massesDone++]!, 0, 4),
    racked: () => bench.rest(0, 0, 4),
    scale: () => bench.rest(0, 300, 4),
    top: () => bench.rest(60, 350, 4),
    lag: () => bench.lift({ ...QUICK_REPS, massKg: 60 }, 15),
  };
  const rig = setInterval(() => {
    const { measuring } = bay.calibrator.status.wizard;
    if (measuring) happen[measuring]();
  }, 20);
  const talk = person([
    '',
    'heavy',
    '20',
    '20',
    '60 kg',
    '',
    '',
    'far',
    '150',
    '250',
    '306 mm',
    '',
    'x',
    '',
    'tare',
    '',
    's',
    '',
  ]);
  await guide(client(), talk).finally(() => clearInterval(rig));
  const heard = talk.heard.join('\n');
  expect(heard).toMatch(/1\/6 Empty load cell[\s\S]*Zero at 84\d{3} counts/);
  expect(heard).toMatch(/A number of kilograms/);
  expect(heard).toMatch(/Not measured\. 20 kg read like nothing/);
  expect(heard).toMatch(/20 kg is off by -?\d\.\d\d N .*60 kg is off by/);
  expect(heard).toMatch(/A number of millimetres from 200 to 2500[\s\S]*A number of millimetres/);
  expect(heard).toMatch(/Not measured\. The sensor measured (29|30)\d mm for 250 mm/);
  expect(heard).toMatch(/Scale 1\.0[12]\d+: the sensor measured (29|30)\d mm for 306 mm/);
  expect(heard).toMatch(/Top 3[56]\d mm above it; the sensor looks up/);
  expect(heard).toMatch(/Force \d+\.\d ms later than height, known to \d/);
  expect(heard).toMatch(/It is in force/);
  const { active, wizard } = bay.calibrator.status;
  expect(wizard.open).toBe(false);
  // The tare was measured again at the end, and its masses skipped: the span stays as it was configured.
  expect(active).toMatchObject({ force: { spanAt: null, points: [] }, distance: { looks: 'up', knownMm: 306 } });
  expect(bay.calibrator.status.inForce.scale).toBe(active!.distance!.scale);
  expect(active!.lag!.fit).toBeGreaterThan(0.9);
});

test('who gives up, or goes away, leaves a bay that counts', async () => {
  const { bay, bench, client } = await station();
  const rig = setInterval(() => {
    if (bay.calibrator.status.wizard.measuring) bench.rest(0, 0, 4);
  }, 20);
  for (const answers of [['', 'q'], [''], ['s', 's', 's']]) {
    const talk = person(answers);
    await guide(client(), talk);
    expect(talk.heard.at(-1)).toMatch(/nothing was changed/);
    expect(process.exitCode).toBe(1);
    process.exitCode = 0;
    expect(bay.calibrator.isOpen).toBe(false);
  }
  clearInterval(rig);
  expect(bay.calibrator.status.active).toBeNull();
});
