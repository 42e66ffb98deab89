/**
 * Clusters that a chain may have already, as the broker of its hub: three nodes of NATS, three of RabbitMQ. On demand: `TEST_CLUSTERS=1`, and the packages
 * nats-server and rabbitmq-server.
 */
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { askTopic, liveTopic } from '../../src/contracts/hub-live.ts';
import type { BaySnapshot } from '../../src/contracts/live.ts';
import { openHubParts } from '../../src/hub/index.ts';
import { BrokerCluster, type ClusterKind, missingCluster } from '../support/broker-clusters.ts';
import { FakeStation } from '../support/fake-station.ts';
import { missingPostgres, Sender, useHub } from '../support/hub.ts';
import { HubVisitor } from '../support/hub-visitor.ts';
import { makeFrame } from '../support/messages.ts';
import { until } from '../support/until.ts';

const CONTROLLERS = 6;
const PATIENCE_MS = 300_000;
const snapshotOf = (bay: string): BaySnapshot => new FakeStation({ [bay]: bay }).bay(bay)!;

const KINDS: ClusterKind[] = ['nats', 'rabbitmq'];
describe.each(KINDS)('live values by three nodes of %s', (kind) => {
  const missing = missingPostgres || missingCluster(kind);
  let cluster: BrokerCluster;
  const at = useHub({
    dashboardDir: null,
    mqtt: async () => {
      if (missing) return '';
      cluster = await BrokerCluster.reserve(kind);
      return cluster.url;
    },
  });
  afterAll(() => cluster?.stop());

  test.skipIf(missing)(
    `each has its own rights; a page goes on when a node is killed ${missing}`,
    async () => {
      const senders: Sender[] = [];
      for (let n = 0; n < CONTROLLERS; n++) senders.push(await Sender.pair(at));
      const gone = await Sender.pair(at);
      const { authority, pool } = await openHubParts({ database: at.postgres.url, folder: at.folder });
      onTestFinished(() => pool.end());
      await cluster.start({ authority, controllerIds: senders.map(({ id }) => id) });

      const page = (await HubVisitor.admin(at)).look('north');
      onTestFinished(() => page.close());
      const links = await Promise.all(
        senders.map(async (sender) => {
          const link = sender.live(() => void link.send({ bays: [snapshotOf(sender.bay)], frames: [] }));
          onTestFinished(() => link.stop());
          const { watch } = await until(async () => {
            const answer = await sender.feed();
            return answer.watch && answer;
          });
          link.open(watch!.broker);
          return link;
        }),
      );
      /** Heights that the page got since. */
      const seen = () =>
        new Set(
          page.messages.flatMap((message) =>
            message.type === 'frames' ? message.frames.map(({ bay, heightMm }) => `${bay} ${heightMm}`) : [],
          ),
        );
      /** Sent again and again until each has come: live values may be lost. */
      const allShow = (heightMm: number) =>
        until(() => {
          for (const [n, link] of links.entries())
            link.send({ bays: [], frames: [makeFrame(senders[n]!.bay, { heightMm })] });
          return senders.every(({ bay }) => seen().has(`${bay} ${heightMm}`));
        }, PATIENCE_MS / 4);
      await allShow(1111);

      // A controller says nothing for another one, and hears nothing of it.
      const [own, other] = senders as [Sender, Sender];
      const { ca, cert, key } = own.paired;
      const client = await mqtt.connectAsync(cluster.url, { ca, cert, key, protocolVersion: 4, reconnectPeriod: 0 });
      client.on('error', () => undefined);
      onTestFinished(() => void client.end(true));
      const heard: string[] = [];
      client.on('message', (topic) => void heard.push(topic));
      await client.subscribeAsync([liveTopic(other.id), askTopic(other.id)]).catch(() => undefined);
      const forged = JSON.stringify({ n: 1, bays: [], frames: [makeFrame(other.bay, { heightMm: 6666 })] });
      client.publish(liveTopic(other.id), forged, () => undefined);
      await allShow(2222);
      expect([...seen()].filter((one) => one.endsWith(' 6666'))).toEqual([]);
      expect(heard).toEqual([]);
      await expect(
        mqtt.connectAsync(cluster.url, { ca, protocolVersion: 4, reconnectPeriod: 0 }, false),
      ).rejects.toThrow();

      // The hub tells the broker who is revoked, as it tells mosquitto, and looks each five seconds: it keeps its connection.
      await at.hub.pairing.revoke(gone.id);
      for (let looks = 0; looks < 3; looks++) {
        await delay(5000);
        await allShow(2300 + looks);
      }

      // Two of three are a majority: both go on with sessions and who is where.
      const killedMs = performance.now();
      await cluster.kill(0);
      await allShow(3333);
      console.log(`${kind}: all bays show ${Math.round(performance.now() - killedMs)} ms after a node was killed`);
    },
    PATIENCE_MS,
  );
});
