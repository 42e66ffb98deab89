import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HubClient } from '../../src/app/uplink/hub-client.ts';
import { pairWithHub } from '../../src/app/uplink/pair.ts';
import { isRenewalDue, readPaired } from '../../src/app/uplink/pairing-files.ts';
import { newSigningRequest } from '../../src/app/uplink/signing-request.ts';
import { systemClock } from '../../src/common/clock.ts';
import { pairingCode, readPairingCode } from '../../src/contracts/uplink.ts';
import { Authority } from '../../src/hub/authority.ts';
import { missingPostgres, Sender, useHub } from '../support/hub.ts';

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-pairing-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const openssl = (...args: string[]) => spawnSync('openssl', args, { encoding: 'utf8' });

test('openssl takes our request for a certificate, and refuses one whose signature is not of its key', () => {
  const file = join(folderOfTest(), 'csr');
  const { key, csr } = newSigningRequest('0123456789ab');
  writeFileSync(file, csr);
  const { stdout, stderr } = openssl('req', '-in', file, '-verify', '-noout', '-subject');
  expect(`${stdout}${stderr}`).toMatch(/verify OK/);
  expect(stdout).toMatch(/CN ?= ?0123456789ab/);
  expect(key).toContain('BEGIN PRIVATE KEY');
});

test('a code is read whatever its blanks, dashes and letters, and one of another length is none', () => {
  const code = pairingCode(new Uint8Array(10).fill(0xa5), new Uint8Array(32).fill(0x5a));
  expect(code.text).toMatch(/^([A-Z2-7]{6}-){6}[A-Z2-7]{6}$/);
  expect(readPairingCode(code.text.toLowerCase().replaceAll('-', ' '))).toMatchObject({
    secret: code.secret,
    proof: code.proof,
  });
  expect(readPairingCode(code.text.slice(0, -1))).toBeNull();
  expect(readPairingCode(code.text.replace(/^./, '1'))).toBeNull();
});

test('a certificate is renewed at two thirds of its time', async () => {
  const authority = await Authority.open(folderOfTest());
  const { certificate } = await authority.controller('0123456789ab', newSigningRequest('0123456789ab').csr);
  const from = Date.parse(new X509Certificate(certificate).validFrom);
  const day = 24 * 3_600_000;
  expect([59, 61].map((days) => isRenewalDue(certificate, from + days * day))).toEqual([false, true]);
});

test('the authority signs no request that was changed, and takes the name from nobody', async () => {
  const authority = await Authority.open(folderOfTest());
  const { csr } = newSigningRequest('ffffffffffff');
  const { certificate } = await authority.controller('0123456789ab', csr);
  expect(new X509Certificate(certificate).subject).toContain('CN=0123456789ab');
  expect(new X509Certificate(certificate).subject).not.toContain('ffffffffffff');
  const bytes = Buffer.from(csr.replace(/-----.*-----|\n/g, ''), 'base64');
  bytes[bytes.indexOf('ffffffffffff')]! ^= 1;
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
  await expect(authority.controller('0123456789ab', forged)).rejects.toThrow(/openssl/);
});

describe.skipIf(missingPostgres)(`pairing with a hub ${missingPostgres}`, () => {
  const at = useHub();
  let n = 0x1000;
  const join1 = async (code: string, change: Partial<Parameters<typeof pairWithHub>[0]> = {}) => {
    const id = (++n).toString(16).padStart(12, '0');
    const dataDir = join(at.folder, id);
    const own = { url: at.url, code, dataDir, controllerId: id, bays: [`b-${n}`], version: '1', clock: systemClock };
    return { id, dataDir, ...(await pairWithHub({ ...own, ...change })) };
  };

  test('key and certificate stay on the device, readable by its user alone, and hold for this hub', async () => {
    const { id, dataDir, paired } = await join1(await at.hub.pairing.invite('north', true));
    const file = join(dataDir, 'hub/paired.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readPaired(dataDir, at.url)).toEqual(paired);
    expect(paired.gym).toEqual({ id: 'north', name: 'north', zone: 'Europe/Berlin' });
    const { subject, validFrom, validTo, checkIssued } = new X509Certificate(paired.cert);
    expect(subject).toContain(`CN=${id}`);
    expect((Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000).toBe(90);
    expect(checkIssued.call(new X509Certificate(paired.cert), new X509Certificate(paired.ca))).toBe(true);
    const { rows } = await at.hub.pool.query('SELECT * FROM controllers WHERE id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain('PRIVATE');
    expect(() => readPaired(dataDir, 'https://other.example')).toThrow(/paired with https:\/\/localhost/);
  });

  test('a code is good once, and not after an hour', async () => {
    const code = await at.hub.pairing.invite('north', true);
    await join1(code);
    await expect(join1(code)).rejects.toThrow(/wrong, was used, or is older/);
    const late = await at.hub.pairing.invite('north', true);
    await at.hub.pool.query(`UPDATE pairing_codes SET expires_at = now() - interval '1 s' WHERE used_by IS NULL`);
    await expect(join1(late)).rejects.toThrow(/older than an hour/);
  });

  test('a hub that the code is not of gets nothing, not even the code', async () => {
    const code = await at.hub.pairing.invite('north', true);
    const other = pairingCode(new Uint8Array(10).fill(1), new Uint8Array(32).fill(2));
    const mixed = readPairingCode(code)!.secret + other.proof;
    await expect(join1(mixed)).rejects.toThrow(/is not the hub that this code is of/);
    await join1(code); // it was not used up
  });

  test('a bay that the gym has already is refused, nothing has changed, and the code can be used again', async () => {
    const first = await join1(await at.hub.pairing.invite('north', true), { bays: ['window'] });
    const code = await at.hub.pairing.invite('north', true);
    await expect(join1(code, { bays: ['mirror', 'window'] })).rejects.toThrow(/has these bays already: window/);
    expect(existsSync(join(at.folder, n.toString(16).padStart(12, '0'), 'hub'))).toBe(false);
    await join1(code, { bays: ['mirror'] });
    await join1(await at.hub.pairing.invite('south', true), { bays: ['window'] });
    expect((await at.hub.pool.query('SELECT 1 FROM bays WHERE controller_id = $1', [first.id])).rowCount).toBe(1);
  });

  test('who is not accepted waits; accepted, it sends', async () => {
    const one = await Sender.pair(at, 'north', false);
    await expect(one.send([one.set(1)])).rejects.toMatchObject({ code: 'pending' });
    await at.hub.pairing.accept(one.id);
    expect(await one.send([one.set(1)])).toMatchObject({ acked: [1] });
  });

  test('revoked: refused from the next request on, also on an open connection; its bay is free, its sets stay', async () => {
    const one = await Sender.pair(at);
    const item = one.set(1);
    await one.send([item]);
    await at.hub.pairing.revoke(one.id);
    await expect(one.send([one.set(2)])).rejects.toMatchObject({ code: 'revoked' });
    await expect(one.post('/api/v1/renew', { csr: newSigningRequest(one.id).csr })).rejects.toMatchObject({
      code: 'revoked',
    });
    await expect(at.hub.pairing.accept(one.id)).rejects.toThrow(/No controller/);
    expect((await at.hub.pool.query('SELECT 1 FROM sets WHERE id = $1', [item.id])).rowCount).toBe(1);
    await join1(await at.hub.pairing.invite('north', true), { bays: [one.bay] });
  });

  test('paired again, the key of before counts no more', async () => {
    const one = await Sender.pair(at);
    const code = await at.hub.pairing.invite('north', true);
    await join1(code, { controllerId: one.id, bays: [one.bay] });
    await expect(one.send([one.set(1)])).rejects.toMatchObject({ code: 'revoked' });
  });

  test('renewed, both certificates count until the old one ends; another one of the same authority does not', async () => {
    const one = await Sender.pair(at);
    const { key, csr } = newSigningRequest(one.id);
    const { certificate } = await one.post<{ certificate: string }>('/api/v1/renew', { csr });
    const client = new HubClient(at.url, { ca: one.paired.ca, key, cert: certificate }, systemClock);
    onTestFinished(() => client.close());
    expect(await client.post('/api/v1/uplink', one.request([one.set(1)]))).toMatchObject({ acked: [1] });
    expect(await one.send([one.set(2)])).toMatchObject({ acked: [2] });
    const authority = await Authority.open(join(at.folder, 'authority'));
    const copy = newSigningRequest(one.id);
    const { certificate: unknown } = await authority.controller(one.id, copy.csr);
    const thief = new HubClient(at.url, { ca: one.paired.ca, key: copy.key, cert: unknown }, systemClock);
    onTestFinished(() => thief.close());
    await expect(thief.post('/api/v1/uplink', one.request([]))).rejects.toMatchObject({ code: 'revoked' });
  });

  test('without a certificate, or with one of another authority, nobody sends', async () => {
    const one = await Sender.pair(at);
    const bare = new HubClient(at.url, { ca: one.paired.ca }, systemClock);
    const foreign = await Authority.open(folderOfTest());
    const { key, csr } = newSigningRequest(one.id);
    const { certificate } = await foreign.controller(one.id, csr);
    const forged = new HubClient(at.url, { ca: one.paired.ca, key, cert: certificate }, systemClock);
    onTestFinished(() => {
      bare.close();
      forged.close();
    });
    for (const client of [bare, forged])
      await expect(client.post('/api/v1/uplink', one.request([]))).rejects.toMatchObject({ code: 'no-certificate' });
  });

  test('a hub with another certificate is not talked to', async () => {
    const one = await Sender.pair(at);
    const other = await Authority.open(folderOfTest());
    const client = new HubClient(at.url, { ...one.paired, ca: other.certificate }, systemClock);
    onTestFinished(() => client.close());
    await expect(client.post('/api/v1/uplink', one.request([]))).rejects.toThrow(
      /is not the hub that this controller was paired with/,
    );
  });

  test('the revocation list is one that openssl reads, with each revoked certificate', async () => {
    const one = await Sender.pair(at);
    await at.hub.pairing.revoke(one.id);
    const file = join(folderOfTest(), 'crl.pem');
    writeFileSync(file, await at.hub.pairing.revocationList());
    const ca = join(at.folder, 'authority/ca.pem');
    const { stderr, stdout } = openssl('crl', '-in', file, '-CAfile', ca, '-noout', '-text');
    expect(stderr).toContain('verify OK');
    expect(stdout).toContain(new X509Certificate(one.paired.cert).serialNumber);
    expect(readFileSync(join(at.folder, 'authority/ca.key'), 'utf8')).toContain('PRIVATE');
    expect(statSync(join(at.folder, 'authority/ca.key')).mode & 0o077).toBe(0);
  });
});
