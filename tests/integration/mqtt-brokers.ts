import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startEmbeddedBroker } from '../../src/mqtt/index.ts';
import { freePort } from '../support/free-port.ts';
import { tempDir } from './store-temp.ts';

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(existsSync);

export interface RunningBroker {
  url: string;
  stop(): Promise<void>;
}

/** Every broker that the publisher is tested against; `missing` says why one can't be. */
export const BROKERS: { name: string; protocolVersion: 4 | 5; missing: string; start(): Promise<RunningBroker> }[] = [
  { name: 'embedded broker, MQTT 3.1.1', protocolVersion: 4, missing: '', start: startEmbedded },
  { name: 'embedded broker, observed with MQTT 5', protocolVersion: 5, missing: '', start: startEmbedded },
  { name: 'mosquitto, MQTT 3.1.1', protocolVersion: 4, missing: missingMosquitto(), start: () => startMosquitto() },
  {
    name: 'mosquitto, observed with MQTT 5',
    protocolVersion: 5,
    missing: missingMosquitto(),
    start: () => startMosquitto(),
  },
];

export function missingMosquitto(): string {
  return MOSQUITTO ? '' : 'skipped: mosquitto is not installed (apt-get install mosquitto)';
}

async function startEmbedded(): Promise<RunningBroker> {
  const broker = await startEmbeddedBroker({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => broker.stop());
  return { url: broker.url, stop: () => broker.stop() };
}

/**
 * Starts a mosquitto that keeps nothing on disk; `stop` kills it as a power cut would.
 * @param more lines of its configuration
 */
export async function startMosquitto(port?: number, more = ''): Promise<RunningBroker & { reload(): void }> {
  port ??= await freePort();
  const configFile = join(tempDir(), 'mosquitto.conf');
  writeFileSync(
    configFile,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n${more}`,
  );
  const child: ChildProcess = spawn(MOSQUITTO!, ['-c', configFile], { stdio: 'ignore' });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(stop);
  for (let attempt = 0; !(await answers(port)); attempt++) {
    if (attempt === 200) throw new Error(`mosquitto does not answer on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { url: `mqtt://127.0.0.1:${port}`, stop, reload: () => void child.kill('SIGHUP') };
}

/** A mosquitto whose rights are these lines of its ACL file, until others are set. */
export async function startMosquittoWithRights(lines: string) {
  const folder = tempDir();
  chmodSync(folder, 0o755); // mosquitto gives up the rights of root
  const file = join(folder, 'acl');
  const write = (text: string) => writeFileSync(file, text, { mode: 0o644 });
  write(lines);
  const broker = await startMosquitto(undefined, `acl_file ${file}\n`);
  return {
    ...broker,
    allow: (text: string) => {
      write(text);
      broker.reload();
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
