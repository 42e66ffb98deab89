/** `lockout doctor` as a person runs it: beside a running station, and alone. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Diagnosis } from '../../src/contracts/diagnosis.ts';
import type { Fault } from '../../src/rig/messages.ts';
import { Database } from '../../src/store/database.ts';
import { openStore } from '../../src/store/index.ts';
import { runLockout, startStation, tempFolder, until } from '../support/station.ts';

const isDiagnosis = Compile(Diagnosis);

async function doctor(args: string[], options: { folder?: string; env?: NodeJS.ProcessEnv } = {}) {
  const folder = options.folder ?? tempFolder();
  const command = runLockout(['doctor', '--seconds', '3', ...args], {
    folder,
    ...(options.env && { env: options.env }),
  });
  let stdout = '';
  command.child.stdout?.on('data', (chunk) => (stdout += chunk));
  const { code } = await command.exited;
  return { code, stdout, output: command.output() };
}

function parsed(stdout: string): Diagnosis {
  const diagnosis = JSON.parse(stdout);
  expect(isDiagnosis.Errors(diagnosis), stdout.slice(0, 400)).toEqual([]);
  return diagnosis;
}
/** On a starved computer the board's process may be late for three seconds, and then the diagnosis says so: it is asked until it was in time. */
async function doctorInTime(args: string[], options: Parameters<typeof doctor>[1] = {}) {
  const inTime = async () => {
    const told = await doctor([...args, '--json'], options);
    const diagnosis = parsed(told.stdout);
    return diagnosis.canCount ? { ...told, diagnosis } : null;
  };
  return until(inTime, 80_000);
}
const idsOf = (diagnosis: Diagnosis) => diagnosis.findings.map(({ id }) => id);

async function upStation() {
  const started = await startStation();
  await until(() => started.station.bays[0]!.board.state === 'ok');
  return started;
}
/** A starved station may refuse for a while, because the bay's board is late: it is asked until it listens. */
const fetchDiagnosis = ({ page, asAdmin }: Awaited<ReturnType<typeof startStation>>, bay: string) =>
  until(async () => {
    const answer = await asAdmin(`${page}/api/v1/bays/${bay}/diagnosis?seconds=3`);
    return answer.ok ? parsed(await answer.text()) : null;
  }, 90_000);

describe('without a station', () => {
  test('opens the board itself, listens, and prints one document', async () => {
    const { code, diagnosis } = await doctorInTime([]);
    expect(diagnosis).toMatchObject({ bay: 'bay-1', source: 'simulated', canCount: true });
    expect(diagnosis.sensors.map(({ measuredRateHz }) => Math.round(measuredRateHz!))).toEqual([80, 50]);
    expect(diagnosis.sensors.every(({ lostReadings }) => lostReadings === 0)).toBe(true);
    expect(idsOf(diagnosis)).toEqual(expect.arrayContaining(['broker-with-station', 'database-absent', 'reader-none']));
    expect(code).toBe(0);
  });

  test('a page for people, without colours in a pipe; a missing board says what is plugged in, and exits 1', async () => {
    const env = { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-gone', LOCKOUT_MQTT_URL: 'mqtt://127.0.0.1:1' };
    const { code, output } = await doctor([], { env });
    expect(code).toBe(1);
    expect(output).toMatch(/✗ Board +No board at \/dev\/serial\/by-id\/usb-gone/);
    expect(output).toMatch(/! MQTT broker +mqtt:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/);
    expect(output).toMatch(/→ Do what the reason says/);
    expect(output).toMatch(/Something here spoils counting: 1 error, [12] warnings?\./);
    expect(output).not.toContain('\u001b[');
  });

  test('a file that is no database is an error', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/lockout.sqlite'), 'this is no database, whatever its name says'.repeat(100));
    const bad = await doctor(['--json'], { folder });
    // On a starved machine the board may have something to say, too.
    const failing = expect.objectContaining({ id: 'database-failing', about: 'station', severity: 'error' });
    expect(parsed(bad.stdout).findings).toContainEqual(failing);
    expect(bad.code).toBe(1);
  });

  test('a wrong call exits 2', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'lockout.yaml'), 'bays: none\n');
    const calls = await Promise.all([
      doctor(['--bay', 'nowhere']),
      doctor(['--seconds', '1']),
      doctor(['--url', 'http://127.0.0.1:9']),
      doctor([], { folder }),
    ]);
    const words = [/bay-1/, /2 to 60/, /no station answers/, /bays/];
    for (const [at, call] of calls.entries())
      expect(call).toMatchObject({ code: 2, output: expect.stringMatching(words[at]!) });
  });
});

describe('beside a running station', () => {
  test('asks it over HTTP, and tells its broker and database', async () => {
    const { station, page, folder } = await upStation();
    await until(() => station.publishing?.publishers.get('bay-1')?.connected);
    const { code, diagnosis } = await doctorInTime([], { folder, env: { LOCKOUT_WEB_PORT: new URL(page).port } });
    expect(idsOf(diagnosis)).toEqual(
      expect.arrayContaining(['board', 'link', 'broker', 'database', 'disk', 'reader-none']),
    );
    expect(diagnosis.listenedS).toBeGreaterThan(2.9);
    expect(code).toBe(0);
  });

  test('a fault of the board is found, and the exit code is 1', async () => {
    const { station, page, folder } = await upStation();
    const { supervisor } = station.bays[0]!;
    supervisor.sendFault({ fault: 'sensor', sensorFault: 'saturated', on: true, slot: 0 });
    const { code, output } = await doctor(['--url', page, '--bay', 'bay-1'], { folder });
    expect(code).toBe(1);
    expect(output).toMatch(/✗ Saturation +\d+ readings/);
    expect(output).toMatch(/check E\+, E−, A\+, A−/);
  });

  test('each fault of a board is found through the real Johnny-Five, on its own bay only', {
    timeout: 360_000,
  }, async () => {
    const faults: Record<string, Fault> = {
      'sensor-silent': { fault: 'sensor', sensorFault: 'silent', on: true, slot: 1 },
      'sensor-frozen': { fault: 'sensor', sensorFault: 'frozen', on: true, slot: 0 },
      'readings-lost': { fault: 'sensor', sensorFault: 'dropouts', on: true, slot: 0 },
      'readings-fail': { fault: 'sensor', sensorFault: 'i2cError', on: true, slot: 1 },
      'link-damaged': { fault: 'flipBits', on: true },
      'board-restarted': { fault: 'reset', on: true },
      'board-degraded': { fault: 'failSensor', on: true, slot: 0 },
    };
    const names = [...Object.keys(faults), 'healthy'];
    const yaml = `bays:\n${names.map((name) => `  - id: ${name}\n`).join('')}`;
    const started = await startStation({ yaml });
    const { station } = started;
    // Boards start one after another, on a busy machine in seconds each.
    await until(() => station.bays.every(({ ingest }) => ingest.samples > 100), 180_000);
    const supervisorOf = (name: string) => station.bays.find(({ config }) => config.id === name)!.supervisor;
    // A restart is over in a blink, so it must happen while the doctor listens; the others were there before.
    for (const [name, fault] of Object.entries(faults))
      if (fault.fault !== 'reset') supervisorOf(name).sendFault(fault);
    await until(() => supervisorOf('sensor-silent').state.state === 'degraded');
    const restarts = setInterval(() => supervisorOf('board-restarted').sendFault(faults['board-restarted']!), 1000);
    onTestFinished(() => clearInterval(restarts));
    const diagnoses = await Promise.all(names.map((name) => fetchDiagnosis(started, name)));
    for (const [at, name] of names.entries()) {
      if (name === 'healthy') continue;
      const told: unknown[] = [];
      // On a busy machine a board's process may itself be late for three seconds: then the board is lost, and asked once more.
      const isFound = ({ canCount, findings }: Diagnosis) => {
        told.push(findings.map(({ id }) => id));
        return !canCount && findings.some(({ id }) => id === name);
      };
      const isFoundNow = async () => isFound(await fetchDiagnosis(started, name));
      const found = isFound(diagnoses[at]!) || (await until(isFoundNow, 60_000).catch(() => false));
      expect(found, `${name}, but told was ${JSON.stringify(told)}`).toBe(true);
    }
    // What a busy test machine may do to a healthy board's process is not the sensors' fault.
    const { findings } = diagnoses.at(-1)!;
    expect(findings.filter(({ about, severity }) => about !== 'board' && severity === 'error')).toEqual([]);
  });

  test('over HTTP: no such bay, too long, not a number', async () => {
    const { page, asAdmin } = await startStation();
    for (const [path, status] of [
      ['nowhere/diagnosis', 404],
      ['bay-1/diagnosis?seconds=61', 400],
      ['bay-1/diagnosis?seconds=1', 400],
      ['bay-1/diagnosis?seconds=ten', 400],
    ] as const) {
      const response = await asAdmin(`${page}/api/v1/bays/${path}`);
      expect(response.status, path).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/problem\+json/);
    }
  });
});

describe('what the doctor asks of the database', () => {
  test('a commit that changes nothing is timed, and a sound file has no damage', async () => {
    const store = await openStore({ file: join(tempFolder(), 'lockout.sqlite') });
    expect(await store.timeCommit()).toBeGreaterThan(0);
    expect(await store.findDamage()).toEqual([]);
    await store.close();
  });

  test('a page that an SD card lost is found', async () => {
    const folder = tempFolder();
    const file = join(folder, 'data/lockout.sqlite');
    await (await openStore({ file })).close();
    const db = new Database(file);
    const page = db.get("SELECT rootpage FROM sqlite_schema WHERE name = 'recordings'")?.rootpage as number;
    const pageBytes = db.get('PRAGMA page_size')?.page_size as number;
    db.close();
    writeFileSync(file, readFileSync(file).fill(0xa5, (page - 1) * pageBytes, page * pageBytes));
    const { code, stdout } = await doctor(['--json'], { folder });
    expect(parsed(stdout).findings[0]).toMatchObject({ id: 'database-damaged', about: 'station' });
    expect(code).toBe(1);
  });
});
