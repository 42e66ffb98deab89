import mqtt from 'mqtt';
import { messageOf } from '../common/message-of.ts';
import { type BrokerAddress, describe } from './connection.ts';
import { ProtocolChoice, type ProtocolVersion } from './protocol-choice.ts';
import { readTls } from './tls.ts';

const PROBE_TIMEOUT_MS = 4000;

/** `trouble`: empty when the broker took us in, else why not. */
interface Probe {
  trouble: string;
  version: ProtocolVersion;
}

/**
 * Connects once and disconnects, without a will and under a name of its own, so that no bay is disturbed. A broker that does not know
 * MQTT 5 is asked once more in 3.1.1.
 */
export async function probeBroker(address: BrokerAddress): Promise<Probe> {
  const choice = new ProtocolChoice(address.protocol ?? 'auto');
  for (;;) {
    const { version } = choice;
    const { trouble, code } = await attempt(address, version);
    if (trouble === '' || !choice.failed({ code, wasSilent: false })) return { trouble, version };
  }
}

function attempt(
  { url, username, password, tls, keys }: BrokerAddress,
  protocolVersion: ProtocolVersion,
): Promise<{ trouble: string; code?: number }> {
  return new Promise((resolve) => {
    try {
      const client = mqtt.connect(url, {
        clientId: `lockout-doctor-${process.pid}`,
        protocolVersion,
        ...(username ? { username, password: password ?? '' } : {}),
        ...(tls && readTls(tls)),
        ...keys?.(),
        reconnectPeriod: 0,
        connectTimeout: PROBE_TIMEOUT_MS,
      });
      let result: { trouble: string; code?: number } = { trouble: 'it does not answer' };
      const done = () => {
        client.end(true);
        resolve(result);
      };
      const note = (error: Error & { code?: unknown }) => {
        const { code } = error;
        result = { trouble: describe(error), ...(typeof code === 'number' ? { code } : {}) };
      };
      client.on('error', note);
      client.stream.on('error', note);
      client.on('connect', () => {
        result = { trouble: '' };
        done();
      });
      client.on('close', done);
    } catch (error) {
      resolve({ trouble: messageOf(error) });
    }
  });
}
