import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/web/identity.ts';
import { eventually } from '../support/eventually.ts';
import { FakeAccess, identity } from '../support/fake-access.ts';
import { buildFakeWeb } from '../support/fake-web.ts';

const apps: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function openStream(here: Identity = identity('trainer', { via: 'token' })) {
  const { app, station, access } = await buildFakeWeb({ access: new FakeAccess(here), pingPeriodMs: 50 });
  apps.push(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const [response] = (await once(get(`http://127.0.0.1:${port}/api/v1/bays/bay-1/samples.csv`), 'response')) as [
    IncomingMessage,
  ];
  return { app, station, access, response };
}
const HEADER = '# lockout-recording: 1\nt_s,height_mm,force_n\n';

describe('sample stream', () => {
  it('sends the header at once, each line as it comes, and stops listening when the reader leaves', async () => {
    const { app, station, response } = await openStream();
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    let got = '';
    response.on('data', (chunk) => (got += chunk));
    await eventually(() => expect(got).toBe(HEADER));
    station.sample('bay-1', '0.0000,1.00,');
    await eventually(() => expect(got).toBe(`${HEADER}0.0000,1.00,\n`));
    expect((await app.inject('/metrics')).body).toContain('lockout_web_sample_streams 1');
    response.destroy();
    await eventually(() => expect(station.sampleListenerCount('bay-1')).toBe(0));
    await eventually(async () => expect((await app.inject('/metrics')).body).toContain('lockout_web_sample_streams 0'));
  });

  it('answers HEAD without listening to the bay for ever', async () => {
    const { app, station } = await buildFakeWeb();
    apps.push(app);
    const answer = await app.inject({ method: 'HEAD', url: '/api/v1/bays/bay-1/samples.csv' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(station.sampleListenerCount('bay-1')).toBe(0);
  });

  it('ends a reader that is too slow, says why in the last line, and counts it', async () => {
    const { app, station, response } = await openStream();
    // Nobody reads: the buffers of both sockets fill first, then the stream's own.
    let lines = 0;
    while (station.sampleListenerCount('bay-1') > 0 && lines < 2_000_000) {
      station.sample('bay-1', '0.0125,120.00,785.00');
      if (++lines % 5000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(station.sampleListenerCount('bay-1')).toBe(0);
    expect((await app.inject('/metrics')).body).toContain(
      'lockout_web_sample_streams_ended_total{why="slow-reader"} 1',
    );
    const csv = await text(response);
    expect(csv.startsWith(HEADER)).toBe(true);
    expect(csv.trimEnd().split('\n')).toHaveLength(2 + lines + 1);
    expect(csv).toMatch(/\n# ended: this reader was too slow; .*\n$/);
  });

  it.each(['ended', 'expired'] as const)('ends with the log-in that opened it when that has %s', async (how) => {
    const trainer = identity('trainer');
    const { access, station, response } = await openStream(trainer);
    const csv = text(response);
    if (how === 'ended') access.end(trainer.credentialId!);
    else trainer.expiresAtMs = Date.now();
    expect(await csv).toBe(`${HEADER}# ended: the log-in or the token has ended\n`);
    expect(station.sampleListenerCount('bay-1')).toBe(0);
  });

  it('ends with the reason when the station stops', async () => {
    const { app, station, response } = await openStream();
    station.sample('bay-1', '0.0000,1.00,');
    const csv = text(response);
    await app.close();
    expect(await csv).toBe(`${HEADER}0.0000,1.00,\n# ended: the station is stopping\n`);
    expect(station.sampleListenerCount('bay-1')).toBe(0);
  });
});
