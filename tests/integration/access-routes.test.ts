import type { FastifyInstance, HTTPMethods } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenScope } from '../../src/contracts/access.ts';
import { ACCESS } from '../../src/web/access-table.ts';
import { buildWeb } from '../../src/web/build-web.ts';
import type { Identity } from '../../src/web/identity.ts';
import { FakeAccess, identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb, defaultConfig } from '../support/fake-web.ts';
import { makeSet } from '../support/messages.ts';

/**
 * Who may use which route, written by hand and apart from `access-table.ts`: when both say the same, nobody got in by a slip of one.
 * The lowest role; the scope of a token that may too; `own`: not about somebody else.
 */
const EXPECTED = `
nobody  GET    /health
trainer GET    /metrics                               metrics
nobody  GET    /api/v1/auth
nobody  POST   /api/v1/auth/set-up
admin   POST   /api/v1/auth/set-up-code
nobody  POST   /api/v1/auth/login
nobody  POST   /api/v1/auth/demo
nobody  POST   /api/v1/auth/logout
nobody  POST   /api/v1/auth/screen
admin   POST   /api/v1/auth/pairing-code
member  PUT    /api/v1/auth/secret
member  GET    /api/v1/auth/sessions
member  DELETE /api/v1/auth/sessions/:id
screen  GET    /api/v1/exercises                      read
screen  GET    /api/v1/live                           read
screen  GET    /api/v1/bays                           read
screen  GET    /api/v1/bays/:bay                      read own
screen  POST   /api/v1/bays/:bay/end-set              command own
screen  PUT    /api/v1/bays/:bay/exercise             command own
screen  PUT    /api/v1/bays/:bay/load                 command own
screen  POST   /api/v1/bays/:bay/restart-set          own
screen  POST   /api/v1/bays/:bay/session              own
screen  DELETE /api/v1/bays/:bay/session              own
screen  POST   /api/v1/bays/:bay/session/undo         own
screen  POST   /api/v1/bays/:bay/taps                 tap own
screen  POST   /api/v1/bays/:bay/answers              own
screen  PUT    /api/v1/bays/:bay/consents             own
screen  POST   /api/v1/bays/:bay/claim-code           own
trainer POST   /api/v1/bays/:bay/enrolment
trainer DELETE /api/v1/bays/:bay/enrolment
trainer GET    /api/v1/bays/:bay/diagnosis
trainer GET    /api/v1/bays/:bay/samples.csv
trainer GET    /api/v1/bays/:bay/calibration
trainer GET    /api/v1/bays/:bay/calibration/history
admin   POST   /api/v1/bays/:bay/calibration/measure
admin   POST   /api/v1/bays/:bay/calibration/skip
admin   POST   /api/v1/bays/:bay/calibration/save
admin   POST   /api/v1/bays/:bay/calibration/abort
admin   POST   /api/v1/bays/:bay/calibration/restore
admin   POST   /api/v1/bays/:bay/replay
admin   DELETE /api/v1/bays/:bay/replay
member  POST   /api/v1/claims
screen  GET    /api/v1/sets                           read
screen  GET    /api/v1/sets/:id                       read own
screen  GET    /api/v1/sets/:id/recording             own
screen  GET    /api/v1/sets/:id/corrections           own
screen  POST   /api/v1/sets/:id/corrections           own
member  GET    /api/v1/sets/:id/case                  own
member  PUT    /api/v1/sets/:id/case                  own
member  DELETE /api/v1/sets/:id/case                  own
trainer GET    /api/v1/cases
trainer GET    /api/v1/cases/:id/recording
trainer DELETE /api/v1/cases/:id
trainer GET    /api/v1/alerts
trainer POST   /api/v1/alerts/:id/acknowledge
screen  GET    /api/v1/floor                          read
trainer POST   /api/v1/class
trainer DELETE /api/v1/class
screen  GET    /api/v1/leaderboard                    read
member  GET    /api/v1/members/:id/leaderboard        own
member  PUT    /api/v1/members/:id/leaderboard        own
trainer GET    /api/v1/member-imports
trainer POST   /api/v1/member-imports
trainer POST   /api/v1/member-imports/preview
trainer POST   /api/v1/member-imports/:id/undo
trainer GET    /api/v1/templates
trainer POST   /api/v1/templates
trainer GET    /api/v1/templates/:id
trainer GET    /api/v1/templates/:id/weeks
trainer PUT    /api/v1/templates/:id
trainer DELETE /api/v1/templates/:id
trainer POST   /api/v1/templates/:id/copies
trainer GET    /api/v1/groups
trainer POST   /api/v1/groups
trainer PUT    /api/v1/groups/:id
trainer DELETE /api/v1/groups/:id
trainer GET    /api/v1/calendar
trainer GET    /api/v1/audit
screen  POST   /api/v1/audit/:id/undo
trainer GET    /api/v1/members
trainer POST   /api/v1/members
member  GET    /api/v1/members/:id                    own
member  PATCH  /api/v1/members/:id                    own
member  DELETE /api/v1/members/:id                    own
member  GET    /api/v1/members/:id/cards              own
member  DELETE /api/v1/members/:id/cards/:card        own
member  GET    /api/v1/members/:id/sets               own
member  GET    /api/v1/members/:id/records            own
member  GET    /api/v1/members/:id/trends             own
member  GET    /api/v1/members/:id/export             own
member  GET    /api/v1/members/:id/programmes         own
member  GET    /api/v1/members/:id/programmes/:exercise own
member  PUT    /api/v1/members/:id/programmes/:exercise own
member  DELETE /api/v1/members/:id/programmes/:exercise own
admin   GET    /api/v1/tokens
admin   POST   /api/v1/tokens
admin   DELETE /api/v1/tokens/:id
admin   GET    /api/v1/webhooks
admin   POST   /api/v1/webhooks
admin   PATCH  /api/v1/webhooks/:id
admin   DELETE /api/v1/webhooks/:id
trainer GET    /api/v1/utilisation
admin   GET    /api/v1/config
admin   GET    /api/v1/config/schema
admin   GET    /api/v1/config/file
admin   PUT    /api/v1/config/file
admin   GET    /api/v1/logs
trainer GET    /api/v1/versions
admin   GET    /api/v1/backup
admin   GET    /api/v1/backups
admin   POST   /api/v1/backups
admin   PUT    /api/v1/bays/:bay/lifter-pause
admin   DELETE /api/v1/bays/:bay/lifter-pause
admin   GET    /api/v1/bays/:bay/board/flash
admin   POST   /api/v1/bays/:bay/board/flash
admin   PUT    /api/v1/backups/upload
admin   GET    /api/v1/backups/:name
admin   GET    /api/v1/update
admin   PUT    /api/v1/update/package
admin   PUT    /api/v1/update/signature
admin   POST   /api/v1/update/fetch
admin   POST   /api/v1/update
admin   POST   /api/v1/backups/:name/check
admin   POST   /api/v1/backups/:name/restore
admin   POST   /api/v1/restart
admin   GET    /api/v1/ports
admin   POST   /api/v1/bays/:bay/board/restart
`;

const RANK = ['visitor', 'screen', 'member', 'trainer', 'admin'];
interface Row {
  role: string;
  method: HTTPMethods;
  url: string;
  words: string[];
}
const ROWS: Row[] = EXPECTED.trim()
  .split('\n')
  .map((line) => {
    const [role = '', method = '', url = '', ...words] = line.split(/\s+/);
    return { role, method: method as HTTPMethods, url, words };
  });

const BAY = 'bay-1';
const SOME_ID = '01999999-0000-7000-8000-000000000000';
const me = identity('member');
const WHO: Record<string, Identity | null> = {
  visitor: null,
  'paired screen': identity('screen', { bays: [BAY] }),
  'screen of another bay': identity('screen', { bays: ['bay-2'] }),
  'screen of any bay': identity('screen'),
  member: me,
  trainer: identity('trainer'),
  admin: identity('admin'),
  ...Object.fromEntries(
    (['tap', 'read', 'command', 'metrics'] satisfies TokenScope[]).map((scope) => [
      `token ${scope}`,
      identity('visitor', { via: 'token', credentialId: scope, scopes: [scope], bays: [BAY] }),
    ]),
  ),
};

let app: FastifyInstance;
let access: FakeAccess;
let setOf: { mine: string; other: string };
beforeAll(async () => {
  const station = new FakeStation({ [BAY]: 'One', 'bay-2': 'Two' });
  const built = await buildFakeWeb({ station, access: new FakeAccess(null) });
  ({ app, access } = built);
  const mine = makeSet(BAY, { memberId: me.memberId });
  const other = makeSet(BAY, { memberId: SOME_ID });
  built.history.details.push({ set: mine, reps: [] }, { set: other, reps: [] });
  setOf = { mine: mine.id, other: other.id };
  built.members.add({ id: me.memberId as string });
  built.members.add({ id: SOME_ID });
});
afterAll(() => app.close());

/** Only the guard is asked: a request it lets through fails later on, by its body, or is answered. */
async function statusOf(row: Row, who: Identity | null, about: 'own' | 'other'): Promise<number> {
  const id = row.url.includes('/sets/')
    ? about === 'own'
      ? setOf.mine
      : setOf.other
    : about === 'own' && who?.memberId
      ? who.memberId
      : SOME_ID;
  const url = row.url
    .replace(':bay', BAY)
    .replace(':id', row.url.includes('/sessions/') ? 'a'.repeat(16) : id)
    .replace(':card', SOME_ID)
    .replace(':exercise', 'squat');
  const query = { trends: '?exercise=squat', export: '?format=csv', utilisation: '?from=x&to=y' }[
    url.split('/').at(-1)!
  ];
  const headers = who === null ? {} : who.via === 'token' ? access.bearer(who) : access.cookie(who);
  // A stream of samples never ends by itself.
  const method = url.endsWith('samples.csv') ? 'HEAD' : row.method;
  const answer = await app.inject({
    method,
    url: `${url}${query ?? ''}`,
    headers: { host: 'localhost', ...headers },
  });
  return answer.statusCode;
}

/** What the hand-written row says of somebody: let in, told to log in, refused, or told that there is no such thing. */
function expected(row: Row, who: Identity | null): 'in' | 401 | 403 {
  const role = who?.role ?? 'visitor';
  const byScope = who?.scopes.some((scope) => row.words.includes(scope)) ?? false;
  if (RANK.indexOf(role) >= RANK.indexOf(row.role) || byScope) return 'in';
  return who === null ? 401 : 403;
}

describe('every route of the server', () => {
  it('is in the hand-written list, and the list names no other', () => {
    // The server doesn't start when its routes and the table disagree, so the table stands for the routes.
    const rows = Object.keys(ACCESS).filter((row) => !row.includes('/api/docs'));
    expect(ROWS.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(rows.sort());
  });

  it.each(Object.keys(WHO))('lets in whom it should, as %s', async (name) => {
    const who = WHO[name] ?? null;
    for (const row of ROWS) {
      // Whose it is comes after the role: what is theirs is theirs to see.
      const isForeignBay =
        row.words.includes('own') && row.url.includes(':bay') && (who === me || who?.bays?.[0] === 'bay-2');
      const status = await statusOf(row, who, 'own');
      const wanted = expected(row, who);
      const what = `${row.method} ${row.url} as ${name}: ${status}`;
      const isSet = row.words.includes('own') && row.url.includes('/sets/');
      if (wanted !== 'in') expect(status, what).toBe(wanted);
      else if (isForeignBay) expect(status, what).toBe(403);
      else if (isSet && (who?.role === 'screen' || who?.bays?.[0] === 'bay-2'))
        expect(status, what).toBe(404); // it belongs to a member who is not on the bay
      else expect([401, 403], what).not.toContain(wrongLogIn(row) ? 0 : status);
    }
  });

  it('tells a member nothing of somebody else, not even whether it exists', async () => {
    const own = ROWS.filter(({ words, url }) => words.includes('own') && url.includes(':id'));
    expect(own.length).toBeGreaterThan(12);
    for (const row of own) {
      const status = await statusOf(row, me, 'other');
      expect(status, `${row.method} ${row.url}`).toBe(row.url.includes('/sets/') ? 404 : 403);
    }
  });

  it('opens everything of a member to a trainer, but for what only an admin may', async () => {
    const own = ROWS.filter(({ words, url }) => words.includes('own') && url.includes(':id'));
    for (const row of own)
      expect([401, 403], `${row.method} ${row.url}`).not.toContain(await statusOf(row, WHO.trainer!, 'other'));
  });
});

/** These answer 401 of themselves: what was sent to log in is empty or wrong. */
const wrongLogIn = ({ url }: Row) => /\/auth\/(login|set-up|screen)$/.test(url);

describe('a server whose routes and table disagree', () => {
  it('does not start', async () => {
    const { station, history, calibration, members } = await buildFakeWeb();
    const options = { station, history, calibration, access: new FakeAccess(), memberPorts: members };
    const broken = {
      ...options,
      metrics: { text: async () => '', contentType: 'text/plain' },
      config: defaultConfig(),
      version: '0',
      dashboardDir: null,
      logger: null,
    };
    const table = ACCESS as Record<string, unknown>;
    const row = table['GET /metrics'];
    delete table['GET /metrics'];
    try {
      await expect(buildWeb(broken)).rejects.toThrow(/without a row: .*GET \/metrics/);
    } finally {
      table['GET /metrics'] = row;
    }
    table['GET /api/v1/ghost'] = { role: 'admin' };
    try {
      await expect(buildWeb(broken)).rejects.toThrow(/without a route: GET \/api\/v1\/ghost/);
    } finally {
      delete table['GET /api/v1/ghost'];
    }
  });
});
