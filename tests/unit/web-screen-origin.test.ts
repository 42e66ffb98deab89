/** A paired screen sends its cookie by itself, as a log-in does: a change by it must come from a page of ours. */
import { expect, onTestFinished, test } from 'vitest';
import { FakeAccess, identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb } from '../support/fake-web.ts';

const HOST = 'localhost';

async function screenOf() {
  const access = new FakeAccess('visitor');
  const { app } = await buildFakeWeb({ station: new FakeStation(), access });
  onTestFinished(() => app.close());
  const cookie = `lockout_screen=${access.allow(identity('screen', { bays: ['bay-1'] }))}`;
  const change = (headers: Record<string, string>) =>
    app.inject({
      method: 'PUT',
      url: '/api/v1/bays/bay-1/exercise',
      headers: { host: HOST, cookie, ...headers },
      payload: { exercise: 'squat' },
    });
  const look = () => app.inject({ url: '/api/v1/bays/bay-1', headers: { host: HOST, cookie } });
  return { change, look };
}

test('a change needs the Origin of this station', async () => {
  const { change } = await screenOf();
  for (const headers of [{}, { origin: 'null' }, { origin: 'http://evil.example.com' }] as Record<string, string>[]) {
    const answer = await change(headers);
    expect(answer.statusCode, JSON.stringify(headers)).toBe(403);
    expect(answer.json().type).toMatch(/no-origin|foreign-origin/);
  }
  expect((await change({})).json().type).toMatch(/no-origin/);
  expect((await change({ origin: `http://${HOST}` })).statusCode).toBe(204);
});

test('to look needs none', async () => {
  const { look } = await screenOf();
  expect((await look()).statusCode).toBe(200);
});
