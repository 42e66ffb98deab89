import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { Upload } from '../../src/app/upload.ts';

it('on a disk that is gone nothing is left over, and the next upload says what is wrong', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-upload-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const place = join(folder, 'backups');
  writeFileSync(place, 'a file where the folder should be');
  const upload = new Upload({ path: join(place, 'upload.part'), mostBytes: 100, neededBytes: (bytes) => bytes });
  upload.discard();
  await expect(upload.take({ at: 0, of: 3 }, Readable.from(['abc']))).rejects.toMatchObject({
    code: { kind: 'not-written', params: { file: place } },
  });
});
