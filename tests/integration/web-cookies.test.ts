import { describe, expect, it } from 'vitest';
import { identity } from '../support/fake-access.ts';
import { twoBays } from './web-two-bays.ts';

describe('cookies', () => {
  it('are for this site alone, unread by scripts, and secure behind HTTPS', async () => {
    const { app, access } = await twoBays({ trustProxy: ['127.0.0.1'] });
    const ada = identity('admin');
    access.people.set('ada', { secret: 'correct horse', identity: ada });
    const logIn = (headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { login: 'Ada', secret: 'correct horse' },
        headers,
      });
    const plain = await logIn();
    expect(plain.json()).toMatchObject({ role: 'admin', memberId: ada.memberId });
    expect(plain.headers['set-cookie']).toEqual([
      expect.stringMatching(/^lockout_session=.+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^lockout_device=device%20of%20Ada; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    const secure = await logIn({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' });
    // The browser refuses such a name from any other host, and without HTTPS.
    expect(secure.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-lockout_session=[^;]+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
      expect.stringMatching(/^__Host-lockout_device=.*; Secure;/),
    ]);
    const https = { 'x-forwarded-proto': 'https' };
    const session = `lockout_session=${access.allow(ada)}`;
    const whoIs = async (cookie: string) =>
      (await app.inject({ url: '/api/v1/auth', headers: { ...https, cookie } })).json().role;
    expect(await whoIs(`__Host-${session}`)).toBe('admin');
    // Anybody in the network can set this one, for a browser that came by plain HTTP once.
    expect(await whoIs(session)).toBe('visitor');
    await logIn({ cookie: 'lockout_device=phone' });
    expect(access.clients.map(({ device }) => device)).toEqual([null, null, 'phone']);
    // The throttle goes by whom the proxy on this machine names.
    expect(access.clients.map(({ address }) => address)).toEqual(['127.0.0.1', '203.0.113.7', '127.0.0.1']);
    expect(plain.headers['cache-control']).toBe('no-store');
  });

  it('of the log-in before are worth nothing after the next one', async () => {
    const { app, access } = await twoBays();
    const [ada, theo] = [identity('admin'), identity('trainer')];
    access.people.set('ada', { secret: 'correct horse', identity: ada });
    const before = access.cookie(theo);
    const whoIs = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/api/v1/auth', headers })).json();
    const logIn = (secret: string) =>
      app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { login: 'ada', secret }, headers: before });
    expect((await logIn('wrong')).statusCode).toBe(401);
    expect(await whoIs(before)).toMatchObject({ role: 'trainer' });
    expect((await logIn('correct horse')).json()).toMatchObject({ role: 'admin' });
    expect(await whoIs(before)).toMatchObject({ role: 'visitor' });
  });

  it('and addresses are as a proxy says only when the configuration names it', async () => {
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
    for (const [trustProxy, address] of [
      [[], '127.0.0.1'],
      [['10.0.0.2'], '127.0.0.1'],
      [['10.0.0.2', '127.0.0.0/8'], '203.0.113.7'],
    ] as const) {
      const { app, access } = await twoBays({ trustProxy: [...trustProxy] });
      access.people.set('ada', { secret: 'correct horse', identity: identity('admin') });
      const payload = { login: 'ada', secret: 'correct horse' };
      const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload, headers: forwarded });
      expect(access.clients.map((client) => client.address)).toEqual([address]);
      expect(String(answer.headers['set-cookie']).includes('; Secure')).toBe(address === '203.0.113.7');
    }
  });

  it('of a page elsewhere change nothing, and to be on this machine gives no rights', async () => {
    const { app, access, station } = await twoBays();
    const put = (headers: Record<string, string>) =>
      app.inject({ method: 'PUT', url: '/api/v1/bays/bay-1/exercise', payload: { exercise: 'squat' }, headers });
    // A proxy or a tunnel on this machine asks from 127.0.0.1 for the whole world, and need not say so in any header.
    expect((await put({})).statusCode).toBe(401);
    const { origin: _, ...cookie } = access.cookie(identity('trainer'));
    expect((await put(cookie)).statusCode).toBe(403);
    expect((await put({ ...cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await put({ ...cookie, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(204);
    expect(station.calls).toHaveLength(1);
  });

  it('of a log-in that is over leave the screen a screen; a wrong token is told', async () => {
    const { app, access } = await twoBays();
    const screen = access.allow(identity('screen'));
    const who = (cookie: string) => app.inject({ url: '/api/v1/auth', headers: { cookie } });
    expect((await who(`lockout_session=gone; lockout_screen=${screen}`)).json()).toMatchObject({ role: 'screen' });
    expect((await who('lockout_session=gone')).json()).toMatchObject({ role: 'visitor' });
    const wrong = await app.inject({ url: '/api/v1/bays', headers: { authorization: `Bearer ${'x'.repeat(43)}` } });
    expect(wrong.statusCode).toBe(401);
    expect(wrong.headers['www-authenticate']).toMatch(/^Bearer/);
  });
});
