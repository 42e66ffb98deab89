import { PassThrough } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guardBroker } from '../../src/mqtt/aedes-guards.ts';

/** What aedes calls of itself as clients come and go. */
interface Inside {
  clients: Record<string, Client>;
  _finishRegisterClient(client: Client): void;
  unregisterClient(client: Client): void;
}

async function newBroker() {
  const broker = await Aedes.createBroker();
  onTestFinished(() => new Promise((resolve) => broker.close(resolve)));
  guardBroker(broker);
  const newClient = (id: string) => Object.assign(broker.handle(new PassThrough()), { id });
  return { broker, inside: broker as unknown as Inside, newClient };
}

describe('the list of clients of the embedded broker', () => {
  it('takes no one who has gone while the CONNECT was worked on', async () => {
    const { broker, inside, newClient } = await newBroker();
    const gone = newClient('a');
    await new Promise<void>((resolve) => gone.close(resolve));
    inside._finishRegisterClient(gone);
    expect(broker.connectedClients).toBe(0);
    expect(Object.keys(inside.clients)).toEqual([]);
  });

  it('loses the one who was replaced, also when the one who replaced it has gone first', async () => {
    const { broker, inside, newClient } = await newBroker();
    const [older, newer] = [newClient('a'), newClient('a')];
    inside._finishRegisterClient(older);
    inside._finishRegisterClient(newer);
    inside.unregisterClient(newer);
    expect(broker.connectedClients).toBe(1);
    older.conn.destroy();
    await expect.poll(() => broker.connectedClients).toBe(0);
  });

  it('keeps the one who has replaced another of the same id when that one ends', async () => {
    const { broker, inside, newClient } = await newBroker();
    const [older, newer] = [newClient('a'), newClient('a')];
    const ended: Client[] = [];
    broker.on('clientDisconnect', (client) => ended.push(client));
    inside._finishRegisterClient(older);
    inside._finishRegisterClient(newer);
    inside.unregisterClient(older);
    inside.unregisterClient(older);
    expect(broker.connectedClients).toBe(1);
    expect(inside.clients.a).toBe(newer);
    inside.unregisterClient(newer);
    expect(broker.connectedClients).toBe(0);
    expect(ended).toEqual([older, newer]);
  });
});
