import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { announce, newRep, newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

async function openTemp() {
  const file = join(tempDir(), 'data', 'lockout.db');
  const store = await openStore({ file });
  onTestFinished(() => store.close());
  return { file, store };
}

describe('the store in its thread', () => {
  it('creates file and folder, and answers like the repository', async () => {
    const { file, store } = await openTemp();
    const set = newSet({ endedAt: null, endReason: null });
    const rep = newRep(set.id);
    await store.write({ sets: [set], reps: [rep], outbox: [announce(rep)] });
    await store.write({ recordings: [{ setId: set.id, csvGzip: Buffer.from('gzip bytes') }] });

    expect(existsSync(file)).toBe(true);
    const stored = { ...set, hasRecording: true };
    expect(await store.getSet(set.id)).toEqual({ set: stored, reps: [rep] });
    expect(await store.getSet(rep.id)).toBeNull();
    expect(await store.openSets()).toEqual([stored]);
    expect(await store.listSets({ limit: 5 })).toEqual({ sets: [stored], next: null });
    expect(await store.recording(set.id)).toEqual(Buffer.from('gzip bytes'));
    const [row] = await store.outbox.pending('bay-1', 5);
    expect(JSON.parse(row!.payload)).toEqual(rep);
    await store.outbox.delivered([row!.seq]);
    expect(await store.outbox.count('bay-1')).toBe(0);
    expect(store.stats()).toMatchObject({ writes: 2, writeErrors: 0, queued: 0, refused: 0, restarts: 0 });
    expect(store.stats().maxCommitMs).toBeGreaterThan(0);
  });

  it('rejects what is wrong with a code and goes on', async () => {
    const { store } = await openTemp();
    await expect(store.write({ reps: [newRep(newSet().id)] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.listSets({ limit: 0 })).rejects.toMatchObject({ code: 'invalid' });
    await store.write({ sets: [newSet()] });
    expect(store.stats()).toMatchObject({ writes: 1, writeErrors: 1 });
  });

  it('lets the event loop run while a large change is committed', async () => {
    const { store } = await openTemp();
    const set = newSet();
    const recordings = [{ setId: set.id, csvGzip: new Uint8Array(24 * 1024 * 1024) }];
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await store.write({ sets: [set], recordings });
    clearInterval(timer);
    expect(store.stats().lastCommitMs).toBeGreaterThan(10);
    expect(turns).toBeGreaterThan(2);
  });

  it('finishes what is queued before it closes, and leaves one file', async () => {
    const file = join(tempDir(), 'lockout.db');
    const store = await openStore({ file });
    const sets = Array.from({ length: 20 }, () => newSet());
    const writes = sets.map((set) => store.write({ sets: [set] }));
    await store.close();
    await Promise.all(writes);
    await expect(store.write({ sets: [newSet()] })).rejects.toMatchObject({ code: 'closed' });
    expect(readdirSync(join(file, '..'))).toEqual(['lockout.db']);
    const again = await openStore({ file });
    onTestFinished(() => again.close());
    expect((await again.listSets({ limit: 999 })).sets).toHaveLength(20);
  });
});

describe('kill -9', () => {
  const child = join(import.meta.dirname, '../../dist/tests/integration/store-writer.js');

  it.each([40, 90, 160])('after %i ms of writing loses nothing that was acknowledged', async (writingMs) => {
    const file = join(tempDir(), 'lockout.db');
    const writer = spawn(process.execPath, [child, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    writer.stdout.on('data', (chunk) => {
      if (output === '') setTimeout(() => writer.kill('SIGKILL'), writingMs);
      output += chunk;
    });
    await new Promise((resolve) => writer.on('close', resolve));
    const acknowledged = output.split('\n').filter((line) => line.length === 73);
    expect(acknowledged.length).toBeGreaterThan(0);

    const store = await openStore({ file });
    onTestFinished(() => store.close());
    const [set] = await store.openSets();
    const reps = (await store.getSet(set!.id))!.reps.map(({ id }) => id).sort();
    const announced = (await store.outbox.pending('bay-1', 1_000_000)).map(({ id }) => id).sort();
    expect(reps).toEqual(announced);
    expect(reps).toEqual(expect.arrayContaining(acknowledged.map((line) => line.split(' ')[1])));
    // One more than acknowledged may have been committed: the answer was under way.
    expect(reps.length - acknowledged.length).toBeLessThanOrEqual(1);
  });
});
