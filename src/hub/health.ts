/** What controllers say of themselves, with requests that carry nothing else. */
import type { PoolClient } from 'pg';
import type { UplinkRequest } from '../contracts/uplink.ts';

export async function noteHealth(
  db: PoolClient,
  batch: readonly { controllerId: string; request: Pick<UplinkRequest, 'health'> }[],
): Promise<void> {
  const told = batch.flatMap(({ controllerId, request: { health } }) => (health ? [{ controllerId, health }] : []));
  if (told.length === 0) return;
  await db.query(
    'UPDATE controllers c SET health = n.health FROM unnest($1::text[], $2::jsonb[]) AS n (id, health) WHERE c.id = n.id',
    [told.map(({ controllerId }) => controllerId), told.map(({ health }) => JSON.stringify(health))],
  );
}
