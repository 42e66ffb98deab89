/** An update that an admin starts on the page, up to the request that root takes; and what is refused. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PageUpdates } from '../../src/app/service/page-updates.ts';
import { readRequest, takeRequested } from '../../src/app/service/update-request.ts';
import type { AuditPage } from '../../src/contracts/members.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import type { PackageUpload, UpdateState } from '../../src/contracts/update.ts';
import { startStation, tempFolder } from '../support/station.ts';
import { updateBench } from '../support/update-bench.ts';

const PIECE = 700;

async function atStation(yaml = '') {
  const bench = updateBench(tempFolder());
  const { asAdmin, page } = await startStation({ updatePlace: bench.place, yaml });
  const ask = (method: string, path: string, body?: object) =>
    asAdmin(`${page}/api/v1${path}`, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  const put = (path: string, body: Uint8Array, at: number, of: number) =>
    asAdmin(`${page}/api/v1/update/${path}?at=${at}&of=${of}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(body),
    });
  /** In pieces. @returns the last answer */
  const upload = async (path: string, bytes: Buffer): Promise<PackageUpload> => {
    let answer: Response | null = null;
    for (let at = 0; at < bytes.length; at += PIECE) {
      answer = await put(path, bytes.subarray(at, at + PIECE), at, bytes.length);
      expect(answer.status).toBe(200);
    }
    return (await answer!.json()) as PackageUpload;
  };
  const bring = async (deb: Buffer, signature: string): Promise<UpdateState> => {
    await upload('package', deb);
    return (await upload('signature', Buffer.from(signature))).state!;
  };
  const state = async () => (await (await ask('GET', '/update')).json()) as UpdateState;
  const kindOf = async (answer: Response) => [answer.status, ((await answer.json()) as Problem).kind];
  return { bench, page, asAdmin, ask, put, upload, bring, state, kindOf };
}

describe('an update from the page', () => {
  it('takes package and signature in pieces, says what it is, asks root once, and shows what becomes of it', async () => {
    const { bench, ask, asAdmin, page, upload, bring, state, kindOf } = await atStation();
    expect(await state()).toMatchObject({ obstacle: null, trustedKey: bench.keyId, offer: null, last: null });
    expect(await kindOf(await ask('POST', '/update', { version: '1.2.0', again: false }))).toEqual([
      409,
      'no-package-here',
    ]);
    const { deb, signature } = bench.package('1.2.0');
    // Without its signature nothing of it is believed, not even its version.
    expect((await upload('package', deb)).state!.offer).toMatchObject({
      version: null,
      refusal: { kind: 'package-unsigned' },
    });
    const { offer } = await bring(deb, signature);
    expect(offer).toMatchObject({ version: '1.2.0', signedBy: bench.keyId, refusal: null, bytes: deb.length });
    expect(offer!.comment).toMatch(/^lockout 1\.2\.0 /);
    // Root's part takes the very bytes.
    const started = await ask('POST', '/update', { version: '1.2.0', again: false });
    expect([started.status, await started.json()]).toEqual([
      202,
      expect.objectContaining({ offer: null, requestedAt: expect.any(String) }),
    ]);
    expect(readRequest(bench.place.requests)).toMatchObject({ again: false });
    const taken = takeRequested(join(tempFolder(), 'download'), bench.place.requests);
    expect(readFileSync(taken).equals(deb)).toBe(true);
    expect(statSync(taken).mode & 0o077).toBe(0);
    expect(readFileSync(`${taken}.minisig`, 'utf8')).toBe(signature);
    const audit = (await (await asAdmin(`${page}/api/v1/audit?kind=update-started`)).json()) as AuditPage;
    expect(audit.rows.map(({ afterJson }) => JSON.parse(afterJson))).toEqual([{ version: '1.2.0' }]);

    expect(await kindOf(await ask('POST', '/update', { version: '1.2.0', again: false }))).toEqual([
      409,
      'update-in-progress',
    ]);
    for (const phase of ['waiting', 'installing', 'checking'] as const) {
      bench.report({ phase });
      expect(await state()).toMatchObject({ requestedAt: null, last: { phase } });
      expect(await kindOf(await ask('POST', '/update/fetch', { url: 'http://localhost/x.deb' }))).toEqual([
        409,
        'update-in-progress',
      ]);
    }
    bench.report({ phase: 'undone', reason: 'the page does not come', endedAt: new Date().toISOString() });
    // The same one again only when that is said.
    expect((await bring(deb, signature)).offer!.refusal).toMatchObject({ kind: 'package-undone' });
    expect(await kindOf(await ask('POST', '/update', { version: '1.2.0', again: false }))).toEqual([
      422,
      'package-undone',
    ]);
    expect((await ask('POST', '/update', { version: '1.2.0', again: true })).status).toBe(202);
    expect(readRequest(bench.place.requests)).toMatchObject({ again: true });
  });

  it('refuses forged, foreign, older and damaged packages in words, and starts none of them', async () => {
    const { bench, ask, bring, state, kindOf } = await atStation();
    const refused = async (deb: Buffer, signature: string, kind: string, words: RegExp) => {
      const { offer } = await bring(deb, signature);
      expect(offer!.refusal).toMatchObject({ kind, detail: expect.stringMatching(words) });
      const version = offer!.version ?? '9.9.9';
      expect(await kindOf(await ask('POST', '/update', { version, again: true }))).toEqual([422, kind]);
    };
    const good = bench.package('1.2.0');
    const stranger = bench.package('9.9.9', { key: generateKeyPairSync('ed25519').privateKey });
    await refused(stranger.deb, stranger.signature, 'package-other-key', /trusts the key [0-9A-F]{16} alone/);
    const changed = Buffer.from(good.deb);
    changed[changed.length - 1]! ^= 1;
    await refused(changed, good.signature, 'package-forged', /changed or damaged after signing/);
    await refused(good.deb, 'no signature at all', 'package-signature-damaged', /not in the format of minisign/);
    const older = bench.package('1.0.9');
    await refused(older.deb, older.signature, 'package-older', /older than 1\.1\.0/);
    const same = bench.package('1.1.0');
    await refused(same.deb, same.signature, 'package-same', /in use already/);
    const foreign = bench.package('1.2.0', { architecture: 'riscv64' });
    await refused(foreign.deb, foreign.signature, 'package-other-machine', /It is for riscv64/);
    const other = bench.package('1.2.0', { name: 'unlock' });
    await refused(other.deb, other.signature, 'package-foreign', /"unlock"/);
    expect(readRequest(bench.place.requests)).toBeNull();
    expect((await state()).last).toBeNull();
  });

  it('limits what comes: size, order, rights; and begins again after a page that went away', async () => {
    const { bench, put, page, upload, kindOf } = await atStation();
    const { deb } = bench.package('1.2.0');
    expect(await kindOf(await put('package', deb, 0, 64_000_001))).toEqual([413, 'upload-too-large']);
    expect(await kindOf(await put('package', new Uint8Array(), 0, 0))).toEqual([422, 'upload-empty']);
    expect(await kindOf(await put('signature', deb, 0, 5000))).toEqual([413, 'upload-too-large']);
    expect((await put('package', deb.subarray(0, 100), 0, deb.length)).status).toBe(200);
    expect(await kindOf(await put('package', deb.subarray(50, 150), 50, deb.length))).toEqual([
      409,
      'upload-out-of-step',
    ]);
    // More than was announced never reaches the disk as a whole file.
    expect(await kindOf(await put('package', deb.subarray(0, 300), 0, 200))).toEqual([409, 'upload-out-of-step']);
    expect((await upload('package', deb)).receivedBytes).toBe(deb.length);
    expect(readFileSync(join(bench.place.requests, 'package.deb')).equals(deb)).toBe(true);
    const asScreen = await fetch(`${page}/api/v1/update`);
    expect(asScreen.status).toBe(403);
  });

  it('fetches both from a web server, and says what the server answered', async () => {
    const { bench, ask } = await atStation('webhooks: { networks: [127.0.0.0/8] }');
    const { deb, signature } = bench.package('1.3.0');
    const server = createServer(({ url }, answer) => {
      if (url?.startsWith('/latest')) return void answer.writeHead(302, { location: url.replace('/latest', '') }).end();
      const body = { '/lockout.deb': deb, '/lockout.deb.minisig': signature, '/alone.deb': deb }[url ?? ''];
      answer.writeHead(body === undefined ? 404 : 200).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fetchIt = async (url: string) => (await ask('POST', '/update/fetch', { url })).json();
    expect(await fetchIt(`${at}/lockout.deb`)).toMatchObject({ offer: { version: '1.3.0', refusal: null } });
    expect(await fetchIt(`${at}/latest/lockout.deb`)).toMatchObject({ offer: { version: '1.3.0', refusal: null } });
    expect(await fetchIt(`${at}/alone.deb`)).toMatchObject({
      kind: 'not-fetched',
      detail: expect.stringContaining("alone.deb.minisig can't be fetched: the server answered 404"),
    });
    // Half of it is none.
    expect(existsSync(join(bench.place.requests, 'package.deb'))).toBe(false);
    // An admin of the page does not reach through the station what only the station can.
    expect(await fetchIt('http://169.254.169.254/lockout.deb')).toMatchObject({ kind: 'forbidden-address' });
    expect(await fetchIt('http://192.168.1.1/lockout.deb')).toMatchObject({ kind: 'private-address' });
    expect(await fetchIt('file:///etc/passwd')).toMatchObject({ status: 400 });
  });

  it('says why there is no update where there is none', async () => {
    const { place } = updateBench(tempFolder());
    const audit = async () => undefined;
    for (const [patch, obstacle] of [
      [{ isPackage: false }, 'not-a-package'],
      [{ isService: false }, 'no-service'],
      [{ keys: ['/nowhere.pub'] }, 'no-key'],
    ] as const) {
      const updates = new PageUpdates({ place: { ...place, ...patch }, dataDir: tempFolder(), ownNetworks: [], audit });
      expect(updates.state().obstacle).toBe(obstacle);
      await expect(updates.uploadPackage({ at: 0, of: 1 }, Readable.from(['x']))).rejects.toThrow(/can’t be updated/);
    }
    // As it is run here: from a checkout.
    const { asAdmin, page } = await startStation();
    expect(await (await asAdmin(`${page}/api/v1/update`)).json()).toMatchObject({ obstacle: 'not-a-package' });
  });

  it('root follows no link and takes no huge file from the station', async () => {
    const { bench, bring } = await atStation();
    const { deb, signature } = bench.package('1.2.0');
    await bring(deb, signature);
    const file = join(bench.place.requests, 'package.deb');
    rmSync(file);
    symlinkSync('/etc/passwd', file);
    expect(() => takeRequested(join(tempFolder(), 'download'), bench.place.requests)).toThrow(/ELOOP/);
    rmSync(file);
    writeFileSync(file, deb);
    writeFileSync(`${file}.minisig`, 'x'.repeat(5000));
    expect(() => takeRequested(join(tempFolder(), 'download'), bench.place.requests)).toThrow(/at most 4096 bytes/);
  });
});
