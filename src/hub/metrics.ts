/** `/metrics` of the hub in Prometheus text: read off its parts and its database when asked. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Clock } from '../common/clock.ts';
import { HubRefusal } from './refusal.ts';

type Sample = { labels: Record<string, string>; value: number };
type Samples = Map<string, Sample[]>;

/** Names end in `_total` when they only ever grow; such a reading is a counter, any other a gauge. */
const READINGS: Record<string, { help: string; labels: readonly string[] }> = {
  lockout_hub_ingest_total: { help: 'What controllers sent since the start, by what became of it', labels: ['what'] },
  lockout_hub_feed_total: { help: 'Answers of the feed since the start', labels: ['what'] },
  lockout_hub_feed_waiting: { help: 'Requests for the feed that are kept open', labels: [] },
  lockout_hub_visitors_total: { help: 'Unknown cards that gyms asked for since the start', labels: ['what'] },
  lockout_hub_live_total: {
    help: 'Live messages of controllers since the start, by what became of them',
    labels: ['what'],
  },
  lockout_hub_broker_up: { help: '1 if connected to the broker; left out where none is configured', labels: [] },
  lockout_hub_database_up: { help: '1 if the database answered this request', labels: [] },
  lockout_hub_database_bytes: { help: 'Size of the database', labels: [] },
  lockout_hub_controllers: { help: 'Controllers by state', labels: ['gym', 'state'] },
  lockout_hub_controller_heard_seconds: {
    help: 'Unix time when an accepted controller was last heard; 0: never',
    labels: ['gym', 'controller'],
  },
  lockout_hub_controller_waiting: {
    help: 'Changes that the controller has yet to send',
    labels: ['gym', 'controller'],
  },
  lockout_hub_controller_refused: {
    help: 'Changes of the controller that the hub did not take',
    labels: ['gym', 'controller'],
  },
  lockout_hub_controller_clock_ahead_seconds: {
    help: 'Its wall clock minus that of the hub',
    labels: ['gym', 'controller'],
  },
  lockout_hub_controller_certificate_until_seconds: {
    help: 'Unix time at which its certificate ends',
    labels: ['gym', 'controller'],
  },
  lockout_hub_bays: {
    help: 'Bays by whether their board is measuring, and whether a set is in progress',
    labels: ['gym', 'what'],
  },
  lockout_hub_diverged: { help: 'Sets of which two contents of one revision are kept', labels: [] },
  lockout_hub_conflicts: { help: 'Edits that a gym and the hub made of the same thing', labels: [] },
  lockout_hub_duplicates: { help: 'Members of a station whose card or login belongs to another one', labels: [] },
  lockout_hub_deletions_outstanding: { help: 'Deleted members whom a controller has yet to confirm', labels: [] },
  lockout_hub_oldest_deletion_seconds: { help: 'Unix time of the oldest of them; 0: there is none', labels: [] },
};

interface MetricsOptions {
  pool: Pool;
  /** as the status has them */
  counts: () => Record<string, unknown>;
  clock: Clock;
}

interface HubMetrics {
  text(): Promise<string>;
  readonly contentType: string;
}

/** Gauges with the ending of a counter; the same numbers by type are in those without it. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

export function hubMetrics({ pool, counts, clock }: MetricsOptions): HubMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  return {
    contentType: registry.contentType,
    async text() {
      const samples = ofCounts(counts());
      try {
        for (const [name, of] of await ofDatabase(pool, clock.wallMs())) samples.set(name, of);
        samples.set('lockout_hub_database_up', one(1));
      } catch {
        samples.set('lockout_hub_database_up', one(0));
      }
      return `${await registry.metrics()}\n${await textOf(samples)}`;
    },
  };
}

/** Of the database nothing is said while it is away: a series that has no value is left out, and is not 0. */
async function textOf(samples: Samples): Promise<string> {
  const registry = new Registry();
  for (const [name, { help, labels }] of Object.entries(READINGS)) {
    const of = samples.get(name);
    if (!of) continue;
    const Kind = name.endsWith('_total') ? Counter : Gauge;
    const metric = new Kind({ name, help, labelNames: [...labels], registers: [registry] });
    for (const { labels: values, value } of of) metric.inc(values, value);
  }
  return registry.metrics();
}

const one = (value: number): Sample[] => [{ labels: {}, value }];
const byWhat = (of: object, not: readonly string[] = []): Sample[] =>
  Object.entries(of).flatMap(([what, value]) =>
    typeof value === 'number' && !not.includes(what) ? [{ labels: { what }, value }] : [],
  );

function ofCounts(counts: Record<string, unknown>): Samples {
  const { feed = {}, visits = {}, live = {} } = counts as Record<'feed' | 'visits' | 'live', object>;
  const { isUp } = live as { isUp?: boolean };
  return new Map([
    ...(isUp === undefined ? [] : [['lockout_hub_broker_up', one(Number(isUp))] as const]),
    ['lockout_hub_live_total', byWhat(live)],
    ['lockout_hub_ingest_total', byWhat(counts)],
    ['lockout_hub_feed_total', byWhat(feed, ['waiting'])],
    ['lockout_hub_feed_waiting', one((feed as { waiting?: number }).waiting ?? 0)],
    ['lockout_hub_visitors_total', byWhat(visits)],
  ]);
}

const seconds = (at: Date | null): number => (at === null ? 0 : at.getTime() / 1000);

async function ofDatabase(pool: Pool, nowMs: number): Promise<Samples> {
  const { rows: controllers } = await pool.query(
    'SELECT id, gym_id, state, heard_at, waiting, refused, clock_ahead_ms, certificate_until FROM controllers ORDER BY id',
  );
  const { rows: bays } = await pool.query(
    `SELECT b.gym_id, count(*)::integer AS all, count(*) FILTER (WHERE b.is_up AND c.heard_at > $1)::integer AS up,
       count(*) FILTER (WHERE b.is_lifting AND c.heard_at > $1)::integer AS lifting
       FROM bays b JOIN controllers c ON c.id = b.controller_id GROUP BY b.gym_id ORDER BY b.gym_id`,
    [new Date(nowMs - HEARD_WITHIN_MS)],
  );
  const { rows: numbers } = await pool.query(
    `SELECT (SELECT count(*)::integer FROM diverged) AS diverged, (SELECT count(*)::integer FROM conflicts) AS conflicts,
       (SELECT count(*)::integer FROM duplicates) AS duplicates, pg_database_size(current_database())::bigint AS bytes,
       d.count AS deletions, d.oldest FROM (SELECT count(*)::integer AS count, min(m.at) AS oldest FROM forgotten_members m
         WHERE EXISTS (SELECT 1 FROM feed f JOIN controllers c ON c.gym_id = f.gym_id AND c.state <> 'revoked'
           WHERE f.kind = 'person' AND f.id = m.id::text AND coalesce(c.feed_n, 0) < f.n)) d`,
  );
  const { diverged, conflicts, duplicates, bytes, deletions, oldest } = numbers[0];
  const states = new Map<string, Sample>();
  for (const { gym_id: gym, state } of controllers) {
    const known = states.get(`${gym} ${state}`) ?? { labels: { gym, state }, value: 0 };
    states.set(`${gym} ${state}`, { ...known, value: known.value + 1 });
  }
  const accepted = controllers.filter(({ state }) => state === 'accepted');
  const each = (value: (row: (typeof controllers)[number]) => number): Sample[] =>
    accepted.map((row) => ({ labels: { gym: row.gym_id, controller: row.id }, value: value(row) }));
  return new Map([
    ['lockout_hub_database_bytes', one(Number(bytes))],
    ['lockout_hub_controllers', [...states.values()]],
    ['lockout_hub_controller_heard_seconds', each(({ heard_at }) => seconds(heard_at))],
    ['lockout_hub_controller_waiting', each(({ waiting }) => waiting)],
    ['lockout_hub_controller_refused', each(({ refused }) => refused)],
    ['lockout_hub_controller_clock_ahead_seconds', each(({ clock_ahead_ms }) => Number(clock_ahead_ms ?? 0) / 1000)],
    ['lockout_hub_controller_certificate_until_seconds', each(({ certificate_until }) => seconds(certificate_until))],
    [
      'lockout_hub_bays',
      bays.flatMap(({ gym_id: gym, ...rest }) =>
        byWhat(rest).map(({ labels, value }) => ({ labels: { ...labels, gym }, value })),
      ),
    ],
    ['lockout_hub_diverged', one(diverged)],
    ['lockout_hub_conflicts', one(conflicts)],
    ['lockout_hub_duplicates', one(duplicates)],
    ['lockout_hub_deletions_outstanding', one(deletions)],
    ['lockout_hub_oldest_deletion_seconds', one(seconds(oldest))],
  ]);
}

/** A controller reports at least every 30 s. */
const HEARD_WITHIN_MS = 90_000;

/** @param token null: the server is one of this machine alone */
export function metricsRoute(app: FastifyInstance, metrics: HubMetrics, token: string | null): void {
  app.get('/metrics', async (request, reply) => {
    if (token !== null && !isToken(request.headers.authorization ?? '', token))
      throw new HubRefusal(401, 'no-token', 'Send the token of LOCKOUT_HUB_METRICS_TOKEN as a bearer token.');
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}

function isToken(header: string, token: string): boolean {
  const [said, wanted] = [Buffer.from(header), Buffer.from(`Bearer ${token}`)];
  return said.length === wanted.length && timingSafeEqual(said, wanted);
}
