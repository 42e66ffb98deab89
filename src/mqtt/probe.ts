import mqtt from 'mqtt';
import { describe } from './connection.ts';

const PROBE_TIMEOUT_MS = 4000;

/**
 * Connects once and goes away again, without a will and under a name of its own, so that no bay is disturbed.
 * @returns empty when the broker took us in, else why not
 */
export function probeBroker(options: { url: string; username: string; password: string }): Promise<string> {
  const { url, username, password } = options;
  return new Promise((resolve) => {
    try {
      const client = mqtt.connect(url, {
        clientId: `lockout-doctor-${process.pid}`,
        ...(username ? { username, password } : {}),
        reconnectPeriod: 0,
        connectTimeout: PROBE_TIMEOUT_MS,
      });
      let trouble = 'it does not answer';
      const done = (result: string) => {
        client.end(true);
        resolve(result);
      };
      client.on('error', (error) => {
        trouble = describe(error);
      });
      client.on('connect', () => done(''));
      client.on('close', () => done(trouble));
    } catch (error) {
      resolve((error as Error).message);
    }
  });
}
