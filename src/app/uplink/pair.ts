/** Makes a station known to a hub: the key is made here, and stays here. */
import { createHash, X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { Clock } from '../../common/clock.ts';
import { type PairAnswer, type PairRequest, proofOf, readPairingCode } from '../../contracts/uplink.ts';
import { addHubCardKeys } from '../../store/index.ts';
import { connectionWords, HubClient, HubError } from './hub-client.ts';
import { type Paired, writePaired } from './pairing-files.ts';
import { newSigningRequest } from './signing-request.ts';

const CONNECT_MS = 15_000;

interface PairOptions {
  url: string;
  code: string;
  dataDir: string;
  controllerId: string;
  bays: string[];
  version: string;
  clock: Clock;
}

/** @throws Error that says what to do; nothing has changed then */
export async function pairWithHub(options: PairOptions): Promise<{ paired: Paired; state: PairAnswer['state'] }> {
  const { url, dataDir, controllerId, bays, version, clock } = options;
  const code = readPairingCode(options.code);
  if (!code)
    throw new HubError('bad-code', 'The pairing code has 42 letters and digits, as `lockout hub invite` prints them.');
  const ca = await authorityOf(url, code.proof, clock);
  const { key, csr } = newSigningRequest(controllerId);
  const client = new HubClient(url, { ca }, clock);
  try {
    const request: PairRequest = { code: code.secret, controllerId, csr, bays, version };
    const { certificate, gym, state, cardKeys } = await client.post<PairAnswer>('/api/v1/pair', request);
    const paired = { url, gym, ca, key, cert: certificate };
    addHubCardKeys(dataDir, cardKeys);
    writePaired(dataDir, paired);
    return { paired, state };
  } finally {
    client.close();
  }
}

/** The authority that the hub shows, when it is the one that the code was made by. */
async function authorityOf(url: string, proof: string, clock: Clock): Promise<string> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const chain = await new Promise<DetailedPeerCertificate>((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      servername: /^[\d.]+$|:/.test(host) ? '' : host,
      rejectUnauthorized: false,
      timeout: CONNECT_MS,
    });
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate(true));
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', (error) => reject(new HubError('unreachable', connectionWords(error, url, clock))));
  });
  const seen = new Set<string>();
  for (
    let one: DetailedPeerCertificate | undefined = chain;
    one?.raw && !seen.has(one.fingerprint256);
    one = one.issuerCertificate
  ) {
    seen.add(one.fingerprint256);
    if (proofOf(createHash('sha256').update(one.raw).digest()) === proof)
      return new X509Certificate(one.raw).toString();
  }
  throw new HubError(
    'other-hub',
    `${url} is not the hub that this code is of. Check the address, and take a new code.`,
  );
}
