import { expect, onTestFinished, test } from 'vitest';
import { FakeAccess, identity } from '../support/fake-access.ts';
import { buildFakeWeb } from '../support/fake-web.ts';
import { makeSet } from '../support/messages.ts';

async function web() {
  const access = new FakeAccess(null);
  const { app, history } = await buildFakeWeb({ access });
  onTestFinished(() => app.close());
  return { app, access, history };
}

test('a set is there for a trainer and for whoever lifted it; for another member it is as if there were none', async () => {
  const { app, access, history } = await web();
  const mira = identity('member');
  const detail = { set: makeSet('bay-1', { memberId: mira.memberId }), reps: [] };
  history.details.push(detail);
  const look = (who: typeof mira, id = detail.set.id) =>
    app.inject({ url: `/api/v1/sets/${id}`, headers: access.cookie(who) });
  for (const who of [mira, identity('trainer'), identity('admin')])
    expect((await look(who)).json()).toMatchObject({ set: { id: detail.set.id } });
  const missing = makeSet('bay-1').id;
  const none = (await look(identity('trainer'), missing)).json();
  expect(none.status).toBe(404);
  const foreign = (await look(identity('member'))).json();
  expect(JSON.parse(JSON.stringify(foreign).replaceAll(detail.set.id, missing))).toMatchObject({
    status: 404,
    kind: none.kind,
    title: none.title,
    detail: none.detail,
  });
});

test('a log-out takes the cookie back that let it in, and leaves the screen a screen', async () => {
  const { app, access } = await web();
  const origin = { host: 'localhost', origin: 'http://localhost' };
  const screen = `lockout_screen=${access.allow(identity('screen'))}`;
  const session = access.cookie(identity('member')).cookie;
  const takenBack = async (cookie: string) => {
    const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers: { ...origin, cookie } });
    expect(answer.statusCode).toBe(204);
    return answer.cookies.map(({ name, value, maxAge, expires }) => [name, value, maxAge ?? expires?.getTime()]);
  };
  expect(await takenBack(`${session}; ${screen}`)).toEqual([['lockout_session', '', expect.any(Number)]]);
  expect(await takenBack(screen)).toEqual([['lockout_screen', '', expect.any(Number)]]);
});
