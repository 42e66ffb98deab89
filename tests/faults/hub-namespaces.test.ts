/** The way to a hub through a real network of Linux that is cut: both ways, or one, for a minute. On demand, as root: `TEST_NAMESPACES=1`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { Hub } from '../../src/hub/index.ts';
import { Database } from '../../src/store/database.ts';
import { missingPostgres, useHub } from '../support/hub.ts';
import { missingNamespaces, NetworkNamespace } from '../support/network-namespace.ts';
import type { Cut } from '../support/partition.ts';
import { until } from '../support/until.ts';
import { uniqueBay, uplinked } from '../support/uplinked.ts';

const PARTITION_S = Number(process.env.TEST_PARTITION_S ?? 60);
const CONVERGED_MS = 10_000;
/** Between two sets: a gym that is busier than any. */
const PAUSE_MS = 100;
const missing = missingPostgres || missingNamespaces;
const PROCESS = fileURLToPath(new URL('../../dist/tests/faults/hub-controller-process.js', import.meta.url));

describe.skipIf(missing)(`a hub in another network ${missing}`, () => {
  const at = useHub();

  test.each<Cut>(['both', 'up', 'down'])(
    'cut (%s): of what was acknowledged none is lost or doubled, and the gym catches up after it heals',
    async (cut) => {
      const network = new NetworkNamespace();
      const place = { database: at.postgres.url, folder: at.folder, names: [network.address], host: network.address };
      const hub = await Hub.start({ ...place, port: 0, adminPort: 0 });
      onTestFinished(() => hub.stop());
      const url = `https://${network.address}:${hub.port}`;
      const code = await hub.pairing.invite('north', true);
      const { dataDir, controllerId, store, bay } = await uplinked({ url, code, bay: uniqueBay() });
      await store.close();

      const [program, ...args] = network.command;
      const own = [process.execPath, PROCESS, dataDir, url, controllerId, bay, '1000000', `${PAUSE_MS}`];
      const child = spawn(program, [...args, ...own], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      const lifted: string[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => lifted.push(line.replace('lifted ', '')));
      const stored = async () =>
        (await hub.pool.query('SELECT id FROM sets WHERE controller_id = $1', [controllerId])).rows.map(
          ({ id }) => id as string,
        );
      const waiting = () => {
        const db = new Database(join(dataDir, 'lockout.sqlite'));
        const ids = db.all('SELECT id FROM changes WHERE is_sent = 0').map(({ id }) => id as string);
        db.close();
        return ids;
      };
      await until(async () => (await stored()).length > 20);

      network.cut(cut);
      const cutMs = systemClock.monoMs();
      const before = lifted.length;
      await until(() => systemClock.monoMs() - cutMs >= PARTITION_S * 1000, (PARTITION_S + 30) * 1000);
      expect(lifted.length).toBeGreaterThan(before);
      // In this order: it goes on lifting.
      const cutIds = [...lifted];
      const kept = new Set(waiting());
      const there = new Set(await stored());
      expect(cutIds.filter((id) => !kept.has(id) && !there.has(id))).toEqual([]);

      network.heal();
      const healedMs = systemClock.monoMs();
      await until(async () => {
        const ids = new Set(await stored());
        return cutIds.every((id) => ids.has(id));
      }, 180_000);
      const convergedMs = systemClock.monoMs() - healedMs;
      console.log(
        `${cut}: cut for ${PARTITION_S} s, ${cutIds.length - before} sets during it, all at the hub ${Math.round(convergedMs)} ms after healing`,
      );
      const ids = await stored();
      expect(new Set(ids).size).toBe(ids.length);
      expect(convergedMs).toBeLessThan(CONVERGED_MS);
    },
    600_000,
  );
});
