import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchAsScreen, runLockout, tempFolder } from '../support/station.ts';

async function run(args: string[], env: NodeJS.ProcessEnv = {}, folder = tempFolder()) {
  const command = runLockout(args, { folder, env });
  const { code } = await command.exited;
  return { code, output: command.output(), folder };
}

test('--help lists every verb; --version is the package', async () => {
  const { code, output } = await run(['--help']);
  expect(code).toBe(0);
  for (const verb of ['run', 'analyze', 'replay', 'record', 'doctor', 'flash', 'calibrate', 'config', 'ports'])
    expect(output).toMatch(new RegExp(`^\\s+${verb}\\b`, 'm'));
  expect((await run(['--version'])).output).toMatch(/^\d+\.\d+\.\d+/);
});

test('an unknown verb or option exits 2 and says what is near', async () => {
  expect(await run(['analyse', 'x.csv'])).toMatchObject({
    code: 2,
    output: expect.stringMatching(/unknown command 'analyse'[\s\S]*analyze/),
  });
  expect(await run(['run', '--confg', 'x'])).toMatchObject({
    code: 2,
    output: expect.stringMatching(/--confg[\s\S]*--config/),
  });
  expect(await run(['replay', 'x.csv', '--speed', 'fast'])).toMatchObject({
    code: 2,
    output: expect.stringMatching(/0\.1 to 1000/),
  });
});

test('a bad configuration tells every fault and opens nothing', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'lockout.yaml'), 'web:\n  port: none\nmqqt: {}\n');
  const { code, output } = await run(['run'], {}, folder);
  expect(code).toBe(2);
  expect(output).toMatch(/line 3: mqqt is not a known key; did you mean mqtt\?/);
  expect(output).not.toMatch(/broker/);
});

test('a used port is named with what to change', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const { port } = server.address() as { port: number };
  const web = await run(['run'], { LOCKOUT_WEB_PORT: String(port) });
  expect(web).toMatchObject({
    code: 1,
    output: expect.stringMatching(new RegExp(`port ${port} .* in use.*LOCKOUT_WEB_PORT`)),
  });
  const mqtt = await run(['run'], { LOCKOUT_MQTT_EMBEDDED_PORT: String(port) });
  expect(mqtt).toMatchObject({ code: 1, output: expect.stringMatching(new RegExp(`${port}.*mqtt\\.embedded\\.port`)) });
  server.close();
});

test('a missing device is told in plain words while the rest runs', async () => {
  const folder = tempFolder();
  const command = runLockout(['run'], {
    folder,
    env: { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-gone' },
  });
  await command.printed(/Lockout .* is running/);
  await command.printed(/No board at \/dev\/serial\/by-id\/usb-gone/);
  expect(command.output()).not.toMatch(/SIMULATED/);
  const [, page = ''] = await command.printed(/page\s+(\S+)/);
  const ask = fetchAsScreen(join(folder, 'data'));
  const [bay] = (await (await ask(`${page}/api/v1/bays`)).json()) as {
    state: { board: { state: string } };
  }[];
  expect(bay!.state.board.state).toBe('lost');
});

test('config init writes a file that config check accepts; it overwrites nothing', async () => {
  const { folder, code } = await run(['config', 'init']);
  expect(code).toBe(0);
  expect((await run(['config', 'check'], {}, folder)).output).toMatch(/lockout\.yaml: right, 1 bay/);
  expect(await run(['config', 'init'], {}, folder)).toMatchObject({
    code: 1,
    output: expect.stringMatching(/there already/),
  });
  expect(JSON.parse((await run(['config', 'schema'])).output)).toMatchObject({ title: 'Lockout configuration' });
});

test('a file that cannot be written is named, with what to do', async () => {
  expect(await run(['config', 'init', '/gone/deep/file'])).toMatchObject({
    code: 1,
    output: 'lockout: /gone/deep/file: there is no folder /gone/deep; make it, or name another place\n',
  });
});

test('analyze, replay and record say what is wrong with their input', async () => {
  expect(await run(['analyze', 'gone.csv'])).toMatchObject({ code: 2, output: expect.stringMatching(/no such file/) });
  expect(await run(['replay', 'gone.csv'])).toMatchObject({
    code: 2,
    output: expect.stringMatching(/gone\.csv: there is no such file\n/),
  });
  expect(await run(['record', 'out.csv', '--url', 'http://127.0.0.1:9'])).toMatchObject({
    code: 1,
    output: expect.stringMatching(/no station answers/),
  });
});
