/** What OWASP's ASVS asks of every answer, and of what is written down about who was refused (src/web/ASVS.md). */
import { connect } from 'node:net';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RefusalLog } from '../../src/web/refusal-log.ts';
import { FakeAccess, identity } from '../support/fake-access.ts';
import { buildFakeWeb, type FakeWebOptions } from '../support/fake-web.ts';
import { DASHBOARD } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

async function web(options: FakeWebOptions = {}) {
  const built = await buildFakeWeb(options);
  onTestFinished(() => built.app.close());
  return built;
}

const ANSWERS = ['/', '/api/v1/bays', '/api/v1/nothing', '/nothing.js', '/health', '/metrics', '/api/docs/json'];

describe('every answer', () => {
  it.each(ANSWERS)('%s says what it is, loads nothing from elsewhere and is framed by nobody', async (url) => {
    const { app } = await web({ dashboardDir: DASHBOARD });
    const { headers, body } = await app.inject({ url, headers: { accept: 'text/html' } });
    const policy = String(headers['content-security-policy']).split(';');
    for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(directive);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['content-type']).toMatch(/charset=utf-8|^application\/(problem\+)?json/);
    for (const told of ['access-control-allow-origin', 'x-powered-by', 'server'])
      expect(headers).not.toHaveProperty(told);
    expect(body).not.toMatch(/node_modules|\.ts:\d+/);
  });

  it('is not given to a parameter that comes twice, to one that is unknown, or to SQL in a search', async () => {
    const { app } = await web();
    for (const query of ['limit=1&limit=2', 'limit=1&limit[]=2', 'limit=1&Limit=2', 'limit=1%20OR%201=1'])
      expect((await app.inject(`/api/v1/sets?${query}`)).statusCode, query).toBe(400);
  });

  it('is not given to TRACE, nor to a request whose end can be read in two ways', async () => {
    const { app } = await web();
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const answerTo = (request: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(request));
        let text = '';
        socket.on('data', (data) => (text += String(data)));
        socket.on('close', () => resolve(text)).on('error', reject);
      });
    const host = 'Host: 127.0.0.1\r\nConnection: close\r\n';
    const traced = await answerTo(`TRACE /health HTTP/1.1\r\n${host}X-Secret: abc\r\n\r\n`);
    expect(traced).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(traced).not.toContain('abc');
    const smuggled = await answerTo(
      `POST /api/v1/auth/logout HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\n${host}\r\n`,
    );
    expect(smuggled).toMatch(/^HTTP\/1\.1 400 /);
    expect(smuggled).not.toContain('uptimeS');
  });
});

describe('somebody who is known and asks for what is not theirs', () => {
  async function logged(role: 'member' | 'visitor') {
    const lines: Record<string, unknown>[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const memberId = v7();
    const access = new FakeAccess(role === 'visitor' ? null : identity(role, { memberId, via: 'session' }));
    const { app } = await web({ access, logger });
    return { app, memberId, refusals: () => lines.filter(({ msg }) => msg === 'a request was refused') };
  }

  it('is in the log by id, role, address and route, without what was sent', async () => {
    const { app, memberId, refusals } = await logged('member');
    const other = v7();
    expect((await app.inject(`/api/v1/tokens?hush=1`)).statusCode).toBe(403);
    expect((await app.inject(`/api/v1/members/${other}`)).statusCode).toBe(403);
    expect(refusals()).toMatchObject([
      { memberId, role: 'member', address: '127.0.0.1', method: 'GET', route: '/api/v1/tokens', why: 'role' },
      { memberId, route: '/api/v1/members/:id', why: 'not-own' },
    ]);
    expect(JSON.stringify(refusals())).not.toMatch(new RegExp(`hush|${other}`));
  });

  it('is there with a wrong token, too, and not without any log-in', async () => {
    const { app, refusals } = await logged('visitor');
    const authorization = `Bearer lockout_${'x'.repeat(43)}`;
    expect((await app.inject({ url: '/api/v1/tokens', headers: { authorization } })).statusCode).toBe(401);
    expect((await app.inject('/api/v1/tokens')).statusCode).toBe(401);
    expect(refusals()).toMatchObject([{ via: 'token', why: 'bad-token', route: '/api/v1/tokens' }]);
    expect(JSON.stringify(refusals())).not.toContain('xxxx');
  });

  it('leaves thirty lines a minute, and the number of the others', () => {
    const clock = new VirtualClock(0);
    const log = new RefusalLog(clock);
    const lines: object[] = [];
    const request = {
      identity: null,
      ip: '::1',
      method: 'GET',
      routeOptions: {},
      log: { warn: (what: object) => lines.push(what) },
    };
    const note = () => log.note(request as never, 'role');
    for (let n = 0; n < 100; n++) note();
    expect(lines).toHaveLength(30);
    clock.pass(61_000);
    note();
    expect(lines.slice(30)).toMatchObject([{ refusals: 70 }, { why: 'role' }]);
  });
});
