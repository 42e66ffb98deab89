/** The log of `lockout run`: words on a terminal, JSON in a pipe. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planRestore } from '../../src/app/storage/pending-restore.ts';
import { ROOT, runLockout, tempFolder, until } from '../support/station.ts';

const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
const ENV = { LOCKOUT_WEB_PORT: '0', LOCKOUT_MQTT_URL: 'none' };

/** A folder whose station logs one error at its start: the backup that it is to restore is missing. */
function folderWithFault(): string {
  const folder = tempFolder();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  planRestore(dataDir, join(folder, 'missing.backup'));
  return folder;
}

describe('the log of a station', () => {
  it('is JSON in a pipe', async () => {
    const { printed } = runLockout(['run'], { folder: folderWithFault(), env: ENV });
    const [line] = await printed(/^\{.*was not restored.*\}$/m, 60_000);
    expect(JSON.parse(line)).toMatchObject({ level: 50, time: expect.any(Number) });
  });

  it.skipIf(!hasScript)(`is words on a terminal${hasScript ? '' : ' (skipped without script)'}`, async () => {
    const command = `'${process.execPath}' '${join(ROOT, 'src/cli/lockout.mjs')}' run`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: folderWithFault(),
      env: { ...process.env, ...ENV },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await until(() => /Ctrl-C/.test(text), 60_000);
    expect(text).toMatch(/^\d\d:\d\d:\d\d {2}error {4}The backup was not restored/m);
    expect(text).not.toContain('"level"');
    child.stdin.write('\u0003'); // Ctrl-C
    await ended;
    expect(text).toContain('Stopped in');
  });
});
