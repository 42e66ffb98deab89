/** A restore that is killed at each of its steps leaves the old data or the new, and never a mix. */
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFiles, openData } from '../../src/app/storage/data-folder.ts';
import { backUp } from '../../src/store/index.ts';
import { BadDisk, hasCompiler } from '../support/bad-disk.ts';
import { addMember } from '../support/members.ts';
import { ROOT, tempFolder } from '../support/station.ts';

const LONGEST_MS = 600_000;

/** A gym with one member, whose alias says which. */
async function gym(alias: string) {
  const folder = tempFolder();
  const place = { folder, dataDir: join(folder, 'data'), rememberData: true };
  const store = await openData(place);
  await addMember(store, place.dataDir, { alias, uid: '04A1B2C3D4E5F0' });
  const id = store.controllerId!;
  await store.close();
  return { folder, place, id, key: readFileSync(dataFiles(place.dataDir).keyFile, 'utf8') };
}

function restoreWith(disk: BadDisk, folder: string, backup: string): Promise<number | null> {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/lockout.mjs'), 'restore', backup], {
    cwd: folder,
    env: { ...process.env, ...disk.env, LOCKOUT_WEB_PORT: '0' },
    stdio: 'ignore',
  });
  return new Promise((resolve) => child.once('close', resolve));
}

/** To put the prepared files in place takes fewer. */
const OF_THE_SWAP = 14;

/** One early, one in the midst of the check, all those of the swap, and one that never comes. */
async function stepsOf({ folder }: { folder: string }, backup: string, disk: BadDisk): Promise<number[]> {
  disk.set({ steps: 0, killAt: 0 });
  expect(await restoreWith(disk, folder, backup)).toBe(0);
  const all = disk.steps;
  expect(all).toBeGreaterThan(OF_THE_SWAP);
  const swap = Array.from({ length: OF_THE_SWAP + 1 }, (_, index) => all - OF_THE_SWAP + 1 + index);
  return [1, Math.floor(all / 2), ...swap];
}

test.skipIf(!hasCompiler)(
  'killed at any step',
  async () => {
    const [old, other] = [await gym('old'), await gym('other')];
    const backup = join(other.folder, 'a.backup');
    await backUp(dataFiles(other.place.dataDir), backup, '1.2.3');
    const kept = join(old.folder, 'kept');
    cpSync(old.place.dataDir, kept, { recursive: true });
    const disk = BadDisk.make(old.folder)!;
    const remembered = join(old.folder, '.lockout-data.json');
    const before = readFileSync(remembered, 'utf8');
    const outcomes: string[] = [];
    for (const step of await stepsOf(old, backup, disk)) {
      rmSync(old.place.dataDir, { recursive: true });
      cpSync(kept, old.place.dataDir, { recursive: true });
      writeFileSync(remembered, before);
      disk.set({ steps: 0, killAt: step });
      await restoreWith(disk, old.folder, backup);
      const store = await openData(old.place);
      const [member] = (await store.members.list({ limit: 9 })).items;
      expect(await store.findDamage()).toEqual([]);
      const found = [member?.alias, store.controllerId, readFileSync(dataFiles(old.place.dataDir).keyFile, 'utf8')];
      await store.close();
      expect([
        ['old', old.id, old.key],
        ['other', other.id, other.key],
      ]).toContainEqual(found);
      // Twice, because the first opening may have put something right.
      await (await openData(old.place)).close();
      outcomes.push(String(found[0]));
    }
    expect(outcomes.at(0)).toBe('old');
    expect(outcomes.at(-1)).toBe('other');
    expect(outcomes).toEqual([...outcomes].sort()); // once it is the new one, it stays so
    expect(readdirSync(old.place.dataDir).filter((name) => /^restor/.test(name))).toEqual([]);
  },
  LONGEST_MS,
);
