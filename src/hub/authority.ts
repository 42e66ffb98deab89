/**
 * The hub's own certificate authority, by the `openssl` of the system: it is on every Debian, kept up by its security team, and its keys never pass
 * through this process. A library for X.509 would bring fifteen packages for the four commands below.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Clock, isoNow, systemClock } from '../common/clock.ts';

const run = promisify(execFile);

const CA_DAYS = 3650;
const SERVER_DAYS = 365;
/** Renewed at two thirds of it. */
const CONTROLLER_DAYS = 90;
const CRL_DAYS = 30;
const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];

interface Issued {
  /** PEM */
  certificate: string;
  /** as Node tells it of a peer: hexadecimal, upper case */
  serial: string;
  until: string;
}

export class Authority {
  readonly #folder: string;
  readonly #clock: Clock;
  /** PEM */
  readonly certificate: string;
  /** SHA-256 of the certificate: what a pairing code proves the hub by. */
  readonly fingerprint: Buffer;

  private constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
    this.certificate = readFileSync(join(folder, 'ca.pem'), 'utf8');
    this.fingerprint = createHash('sha256').update(new X509Certificate(this.certificate).raw).digest();
  }

  /** Readable only with access to this folder. */
  get secret(): Buffer {
    return readFileSync(join(this.#folder, 'ca.key'));
  }

  /** Makes it at the first start. @throws Error that says what to do when there is no openssl */
  static async open(folder: string, clock: Clock = systemClock): Promise<Authority> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!existsSync(join(folder, 'ca.pem'))) {
      const key = join(folder, 'ca.key');
      const made = join(folder, 'ca.pem.new');
      const extensions = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign'];
      const subject = `/O=Lockout/CN=Lockout hub ${randomBytes(4).toString('hex')}`;
      await openssl([
        ...['req', '-x509', ...CURVE, '-keyout', key, '-out', made, '-days', String(CA_DAYS), '-subj', subject],
        ...extensions.flatMap((one) => ['-addext', one]),
      ]);
      renameSync(made, join(folder, 'ca.pem'));
    }
    return new Authority(folder, clock);
  }

  /** Key and certificate of the hub itself, or of its broker, with the authority's behind it, so that a controller can compare that with its code. */
  async server(names: readonly string[]): Promise<{ key: string; cert: string }> {
    const alternative = names.map((name) => `${/^[\d.]+$|:/.test(name) ? 'IP' : 'DNS'}:${name}`).join(',');
    const { key, cert } = await this.#own('Lockout hub', [
      'extendedKeyUsage=serverAuth',
      `subjectAltName=${alternative}`,
    ]);
    return { key, cert: `${cert}${this.certificate}` };
  }

  /** Key and certificate of who comes to the broker under this name. */
  async client(name: string): Promise<{ key: string; cert: string }> {
    return this.#own(name, ['extendedKeyUsage=clientAuth']);
  }

  async #own(name: string, extensions: readonly string[]): Promise<{ key: string; cert: string }> {
    return inTemporary(async (folder) => {
      const [key, csr] = [join(folder, 'key'), join(folder, 'csr')];
      await openssl(['req', '-new', ...CURVE, '-keyout', key, '-out', csr, '-subj', `/O=Lockout/CN=${name}`]);
      const { certificate } = await this.#sign(folder, csr, SERVER_DAYS, extensions);
      return { key: readFileSync(key, 'utf8'), cert: certificate };
    });
  }

  /**
   * @param csr PEM; that its key signed it is checked, its subject is not used
   * @throws Error when it is none
   */
  async controller(id: string, csr: string, days = CONTROLLER_DAYS): Promise<Issued> {
    return inTemporary(async (folder) => {
      const file = join(folder, 'csr');
      writeFileSync(file, csr, { mode: 0o600 });
      return this.#sign(folder, file, days, ['extendedKeyUsage=clientAuth'], `/O=Lockout/CN=${id}`);
    });
  }

  /** What mosquitto reads as `crlfile`. */
  async revocationList(serials: readonly string[]): Promise<string> {
    return inTemporary(async (folder) => {
      const config = join(folder, 'config');
      const now = `${isoNow(this.#clock).replace(/[-:T]/g, '').slice(2, 14)}Z`;
      const far = '491231235959Z';
      const lines = serials.map((serial) => `R\t${far}\t${now}\t${serial}\tunknown\t/CN=revoked\n`);
      writeFileSync(join(folder, 'index'), lines.join(''));
      writeFileSync(config, `[ca]\ndefault_ca=own\n[own]\ndatabase=${join(folder, 'index')}\ndefault_md=sha256\n`);
      const { key, cert } = this.#files;
      const out = join(folder, 'crl');
      const signing = ['-keyfile', key, '-cert', cert, '-crldays', String(CRL_DAYS)];
      await openssl(['ca', '-gencrl', '-config', config, ...signing, '-out', out]);
      return readFileSync(out, 'utf8');
    });
  }

  get #files() {
    return { key: join(this.#folder, 'ca.key'), cert: join(this.#folder, 'ca.pem') };
  }

  async #sign(
    folder: string,
    csr: string,
    days: number,
    extensions: readonly string[],
    subject?: string,
  ): Promise<Issued> {
    const { key, cert } = this.#files;
    const [settings, out] = [join(folder, 'extensions'), join(folder, 'cert')];
    writeFileSync(settings, ['basicConstraints=CA:FALSE', 'keyUsage=digitalSignature', ...extensions].join('\n'));
    // 127 bits, positive (RFC 5280, section 4.1.2.2).
    const serial = `0x${(randomBytes(16)[0]! & 0x7f).toString(16).padStart(2, '0')}${randomBytes(15).toString('hex')}`;
    await openssl([
      ...['x509', '-req', '-in', csr, '-CA', cert, '-CAkey', key, '-set_serial', serial, '-days', String(days)],
      ...['-extfile', settings, '-out', out, ...(subject === undefined ? [] : ['-subj', subject])],
    ]);
    const certificate = readFileSync(out, 'utf8');
    const { serialNumber, validTo } = new X509Certificate(certificate);
    return { certificate, serial: serialNumber, until: new Date(validTo).toISOString() };
  }
}

async function openssl(args: readonly string[]): Promise<void> {
  try {
    await run('openssl', args, { timeout: 30_000 });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new Error('openssl is missing. Install it: sudo apt-get install openssl');
    throw new Error(`openssl ${args[0]} failed: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  }
}

async function inTemporary<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-ca-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
