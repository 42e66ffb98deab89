/** The page by HTTPS, with a certificate made for this test. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { parseConfig } from '../../src/app/config/config.ts';
import { certificateFault, readWebTls } from '../../src/app/web-tls.ts';
import { runLockout, startStation, tempFolder } from '../support/station.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

function makeCertificate(folder: string, name: string): void {
  const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const files = ['-keyout', join(folder, `${name}-key.pem`), '-out', join(folder, `${name}.pem`)];
  const who = ['-subj', '/CN=gym.example', '-addext', 'subjectAltName=DNS:gym.example'];
  execFileSync('openssl', [...options, ...files, ...who], { stdio: 'ignore' });
}

describe.skipIf(!hasOpenssl)('web.tls (skipped without openssl)', () => {
  it('serves page, API and live stream by HTTPS, with cookies of this host alone; the command line finds it', async () => {
    const folder = tempFolder();
    makeCertificate(folder, 'cert');
    const yaml = 'web: { tls: { cert: cert.pem, key: cert-key.pem } }\n';
    writeFileSync(join(folder, 'lockout.yaml'), yaml);
    const { page, asAdmin: _, station } = await startStation({ folder, yaml });
    expect(page).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const ca = readFileSync(join(folder, 'cert.pem'));
    const trusted = { ca, servername: 'gym.example' };
    const body = await new Promise<string>((resolve, reject) => {
      get(`${page}/api/v1/auth`, trusted, (answer) => void text(answer).then(resolve, reject)).on('error', reject);
    });
    expect(JSON.parse(body)).toMatchObject({ role: 'screen' });

    const socket = new WebSocket(`${page.replace('https', 'wss')}/api/v1/live`, trusted);
    const hello = await new Promise((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(String(data))));
      socket.once('error', reject);
    });
    expect(hello).toMatchObject({ type: 'hello' });
    socket.close();

    const list = (env: NodeJS.ProcessEnv) => runLockout(['token', 'list', '--json'], { folder, env });
    const port = new URL(page).port;
    const asked = list({ LOCKOUT_WEB_PORT: port });
    expect((await asked.exited).code, asked.output()).toBe(0);
    expect(JSON.parse(asked.output())).toEqual(await station.members.access.tokens());

    // Whoever shows another certificate is not the station of this folder, and is told nothing.
    const other = tempFolder();
    makeCertificate(other, 'cert');
    writeFileSync(join(other, 'lockout.yaml'), yaml);
    await station.members.access.createToken({ name: 'door', scopes: ['tap'], bay: null }, { id: null, role: 'test' });
    const elsewhere = runLockout(['token', 'list', '--json'], { folder: other, env: { LOCKOUT_WEB_PORT: port } });
    expect((await elsewhere.exited).code, elsewhere.output()).toBe(0);
    expect(JSON.parse(elsewhere.output())).toEqual([]);
  });

  it('says which file is wrong, and why', () => {
    const folder = tempFolder();
    makeCertificate(folder, 'a');
    makeCertificate(folder, 'b');
    const at = (name: string) => join(folder, name);
    const tls = (cert: string, key: string) =>
      readWebTls(parseConfig(`web: { tls: { cert: ${cert}, key: ${key} } }`, at('lockout.yaml')));
    expect(tls('a.pem', 'a-key.pem')?.cert).toContain('BEGIN CERTIFICATE');
    expect(() => tls('a.pem', 'b-key.pem')).toThrow(/the key in .*b-key\.pem is not that of the certificate/);
    expect(() => tls('gone.pem', 'a-key.pem')).toThrow(/web\.tls\.cert: .*gone\.pem can't be read/);
    expect(() => tls('a-key.pem', 'a-key.pem')).toThrow(/a-key\.pem is no certificate/);
    expect(() => tls('a.pem', 'a.pem')).toThrow(/a\.pem is no private key/);
    const cert = readFileSync(at('a.pem'), 'utf8');
    expect(certificateFault(cert, Date.now())).toBeNull();
    expect(certificateFault(cert, Date.now() + 3 * 86_400_000)).toMatch(/is over since/);
    expect(certificateFault(cert, 0)).toMatch(/begins only/);
  });
});
