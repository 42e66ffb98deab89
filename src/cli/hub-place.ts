/** Where the hub is, for its commands. */
import { resolve } from 'node:path';
import { Command } from 'commander';

export interface HubPlace {
  database: string;
  data: string;
}

export const placed = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .option(
      '--database <url>',
      'PostgreSQL of the hub, also LOCKOUT_HUB_DATABASE',
      process.env.LOCKOUT_HUB_DATABASE ?? '',
    )
    .option(
      '--data <folder>',
      'folder of its certificate authority, also LOCKOUT_HUB_DATA',
      process.env.LOCKOUT_HUB_DATA ?? 'hub-data',
    );

export function placeOf({ database, data }: HubPlace): { database: string; folder: string } {
  if (database === '')
    throw new Error(
      'which database? Give --database, such as postgresql:///lockout?host=/run/postgresql, or set LOCKOUT_HUB_DATABASE',
    );
  return { database, folder: resolve(data) };
}

type Parts = Awaited<ReturnType<typeof import('../hub/index.ts').openHubParts>>;

export async function withHub<T>(place: HubPlace, work: (parts: Parts) => Promise<T>): Promise<T> {
  const { openHubParts } = await import('../hub/index.ts');
  const parts = await openHubParts(placeOf(place));
  try {
    return await work(parts);
  } finally {
    await parts.pool.end();
  }
}
