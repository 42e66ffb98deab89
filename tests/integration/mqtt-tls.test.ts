import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { newBay } from './mqtt-bay.ts';
import { missingMosquitto, startMosquitto } from './mqtt-brokers.ts';
import { tempDir } from './store-temp.ts';

const hasOpenssl = ['/usr/bin/openssl', '/usr/local/bin/openssl', '/opt/homebrew/bin/openssl'].some(existsSync);
const missing = missingMosquitto() || (hasOpenssl ? '' : 'skipped: openssl is not installed');
const NO_FILES = { ca: '', cert: '', key: '', servername: '' };

/** A gym's own authority, a broker's certificate for the name `broker.gym`, and one of a station. */
function makeCertificates() {
  const folder = tempDir();
  chmodSync(folder, 0o755);
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=Gym CA');
  for (const [name, san] of [
    ['broker', 'DNS:broker.gym'],
    ['station', 'DNS:station'],
  ]) {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(at(`${name}.ext`), `subjectAltName=${san}\n`);
    const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`];
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...signed);
    chmodSync(at(`${name}.key`), 0o644); // mosquitto gives up the rights of root
  }
  return at;
}

async function startTls(at: (name: string) => string, more = '') {
  const port = await freePort();
  const tls = `listener ${port} 127.0.0.1\ncafile ${at('ca.crt')}\ncertfile ${at('broker.crt')}\nkeyfile ${at('broker.key')}\n`;
  await startMosquitto(undefined, `${tls}${more}`);
  return `mqtts://127.0.0.1:${port}`;
}

describe.skipIf(missing)(`a broker with a certificate of a private authority ${missing}`, () => {
  it('is known by mqtt.tls.ca and mqtt.tls.servername', async () => {
    const at = makeCertificates();
    const url = await startTls(at);
    const tls = { ...NO_FILES, ca: at('ca.crt'), servername: 'broker.gym' };
    const { publisher, store, lift } = await newBay(url, { tls });
    publisher.start();
    await lift(3);
    await expect.poll(() => store.outbox.count()).toBe(0);
  });

  it('may want a certificate of the station', async () => {
    const at = makeCertificates();
    const url = await startTls(at, 'require_certificate true\n');
    const known = { ...NO_FILES, ca: at('ca.crt'), servername: 'broker.gym' };
    const nameless = await newBay(url, { tls: known, controllerId: 'c1' });
    nameless.publisher.start();
    await expect.poll(() => nameless.log.join()).toMatch(/Check `mqtt\.tls\.cert` and `mqtt\.tls\.key`/);
    await nameless.publisher.stop();
    const tls = { ...known, cert: at('station.crt'), key: at('station.key') };
    const { publisher } = await newBay(url, { tls, controllerId: 'c2' });
    publisher.start();
    await expect.poll(() => publisher.trouble.kind).toBe('none');
  });

  it('is refused in words that name what to set', async () => {
    const at = makeCertificates();
    const url = await startTls(at);
    const troubleWith = async (tls: Partial<typeof NO_FILES>, address = url) => {
      const { publisher, log } = await newBay(address, { tls: { ...NO_FILES, ...tls } });
      publisher.start();
      await expect.poll(() => log.length).toBeGreaterThan(0);
      await publisher.stop();
      return log[0];
    };
    expect(await troubleWith({ servername: 'broker.gym' })).toMatch(/not signed by an authority.*`mqtt\.tls\.ca`/);
    expect(await troubleWith({ ca: at('ca.crt'), servername: 'other' })).toMatch(
      /another name.*`mqtt\.tls\.servername`/,
    );
    expect(await troubleWith({ ca: at('no-such.crt') })).toMatch(/`mqtt\.tls\.ca` can't be read: ENOENT/);
    expect(await troubleWith({ ca: at('ca.key') })).toMatch(/not signed by an authority/);
    const plain = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('220 not TLS\r\n'));
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void plain.close());
    const { port } = plain.address() as AddressInfo;
    expect(await troubleWith({}, `mqtts://127.0.0.1:${port}`)).toMatch(/speaks no TLS at this port/);
  });
});
