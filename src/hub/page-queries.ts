/** What the pages of the hub show, read when it is asked for; `gyms` null: all of them. */
import type { Pool } from 'pg';
import type { Clock } from '../common/clock.ts';
import { isCounted } from '../contracts/events/counted.ts';
import type { Rep } from '../contracts/events.ts';
import type { Chain, Fleet, HubMember, HubMembers, HubSet, HubSetDetail, PeopleToDo } from '../contracts/hub-pages.ts';
import type { ControllerHealth } from '../contracts/uplink.ts';
import { ProblemError } from '../web/problems.ts';
import type { Commands } from './commands.ts';
import { curvesOf, HEARD_WITHIN_MS, liftedOf } from './set-detail.ts';
import { peopleStatus } from './status-people.ts';

const SETS_SHOWN = 40;

type Gyms = readonly string[] | null;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export class PageQueries {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #commands: Commands;

  constructor({ pool, clock, commands }: { pool: Pool; clock: Clock; commands: Commands }) {
    this.#pool = pool;
    this.#clock = clock;
    this.#commands = commands;
  }

  async chain(gyms: Gyms): Promise<Chain> {
    const since = new Date(this.#clock.wallMs() - HEARD_WITHIN_MS);
    const { rows } = await this.#pool.query(
      `SELECT g.id AS gym, g.name,
         (SELECT count(*)::integer FROM bays b WHERE b.gym_id = g.id) AS bays,
         (SELECT count(*)::integer FROM bays b JOIN controllers c ON c.id = b.controller_id
            WHERE b.gym_id = g.id AND b.is_up AND c.heard_at > $2) AS up,
         (SELECT count(*)::integer FROM bays b JOIN controllers c ON c.id = b.controller_id
            WHERE b.gym_id = g.id AND b.is_lifting AND c.heard_at > $2) AS lifting,
         coalesce(sum((c.health->>'alerts')::integer) FILTER (WHERE c.heard_at > $2), 0)::integer AS alerts,
         max(c.heard_at) AS heard, coalesce(sum(c.waiting), 0)::integer AS waiting, count(c.id)::integer AS controllers,
         (SELECT count(DISTINCT m.id)::integer FROM forgotten_members m
            JOIN feed f ON f.kind = 'person' AND f.id = m.id::text AND f.gym_id = g.id
            JOIN controllers o ON o.gym_id = g.id AND o.state <> 'revoked' AND coalesce(o.feed_n, 0) < f.n) AS deletions
         FROM gyms g LEFT JOIN controllers c ON c.gym_id = g.id AND c.state <> 'revoked'
         WHERE $1::text[] IS NULL OR g.id = ANY($1) GROUP BY g.id ORDER BY g.name, g.id`,
      [gyms, since],
    );
    return {
      at: new Date(this.#clock.wallMs()).toISOString(),
      gyms: rows.map(({ gym, name, bays, up, lifting, alerts, heard, waiting, controllers, deletions }) => ({
        ...{ gym, name, bays, baysUp: up, lifting, alerts, waiting, controllers, deletions },
        lastHeardAt: iso(heard),
      })),
    };
  }

  async fleet(): Promise<Fleet> {
    const { rows: gyms } = await this.#pool.query('SELECT id AS gym, name, zone FROM gyms ORDER BY name, id');
    const { rows } = await this.#pool.query(
      `SELECT c.*, g.name AS gym_name FROM controllers c JOIN gyms g ON g.id = c.gym_id
         ORDER BY c.state = 'revoked', c.state = 'accepted', g.name, c.paired_at`,
    );
    return {
      at: new Date(this.#clock.wallMs()).toISOString(),
      gyms,
      controllers: rows.map((row) => {
        const health = row.health as ControllerHealth | null;
        return {
          id: row.id,
          gym: row.gym_id,
          gymName: row.gym_name,
          state: row.state,
          version: row.version,
          firmware: health?.firmware ?? [],
          lastHeardAt: iso(row.heard_at),
          waiting: row.waiting,
          refused: row.refused,
          clockAheadMs: row.clock_ahead_ms === null ? null : Number(row.clock_ahead_ms),
          diskFreeBytes: health?.diskFreeBytes ?? null,
          diskTotalBytes: health?.diskTotalBytes ?? null,
          certificateUntil: row.certificate_until.toISOString(),
        };
      }),
    };
  }

  /** By alias; `search` is a part of alias, name or log-in. */
  async members(gyms: Gyms, search: string, after: string, limit: number): Promise<HubMembers> {
    const [alias = '', id = '00000000-0000-0000-0000-000000000000'] = readAfter(after);
    const like = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const { rows } = await this.#pool.query(
      `SELECT m.id, m.alias, m.name, m.login, lower(m.alias) AS sort, (SELECT count(*)::integer FROM cards c WHERE c.member_id = m.id) AS cards,
         (SELECT coalesce(json_agg(json_build_object('gym', coalesce(s.gym_id, ''), 'name', coalesce(g.name, ''), 'role', s.role,
            'visitsUntil', s.visits_until) ORDER BY g.name), '[]')
            FROM memberships s LEFT JOIN gyms g ON g.id = s.gym_id
            WHERE s.member_id = m.id AND (s.visits_until IS NULL OR s.visits_until > $6)) AS gyms
         FROM members m
         WHERE ($1::text[] IS NULL OR EXISTS (SELECT 1 FROM memberships s WHERE s.member_id = m.id AND (s.gym_id IS NULL OR s.gym_id = ANY($1))))
           AND (m.alias ILIKE $2 OR m.name ILIKE $2 OR m.login ILIKE $2) AND (lower(m.alias), m.id) > ($3, $4::uuid)
         ORDER BY lower(m.alias), m.id LIMIT $5`,
      [gyms, like, alias, id, limit + 1, new Date(this.#clock.wallMs())],
    );
    const shown = (rows as (HubMember & { sort: string })[]).slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > shown.length && last ? `${last.id} ${last.sort}` : null;
    return { members: shown.map(({ sort: _, ...member }) => member), next };
  }

  async toDo(): Promise<PeopleToDo> {
    const { conflicts, duplicates, deletions } = await peopleStatus(this.#pool);
    const { rows } = await this.#pool.query<{ id: string; name: string }>('SELECT id, name FROM gyms');
    const nameOf = (gym: string) => rows.find(({ id }) => id === gym)?.name ?? gym;
    return {
      conflicts: conflicts.map(({ gym, field, ...one }) => ({ ...one, field: field as 'alias', gymName: nameOf(gym) })),
      duplicates: duplicates.map(({ gym, ...one }) => ({ ...one, gymName: nameOf(gym) })),
      deletions,
    };
  }

  /** Newest first. */
  async sets(gym: string): Promise<HubSet[]> {
    const { rows } = await this.#pool.query<SetRow>(
      `SELECT ${SET_COLUMNS} FROM ${SETS} WHERE s.gym_id = $1 AND s.gone_at IS NULL ORDER BY s.id DESC LIMIT ${SETS_SHOWN}`,
      [gym],
    );
    return rows.map(setOf);
  }

  /** @throws ProblemError when there is none that they may see */
  async set(id: string, gyms: Gyms): Promise<HubSetDetail> {
    const { rows } = await this.#pool.query<SetRow & DetailRow>(
      `SELECT ${SET_COLUMNS}, s.doc, s.reps, m.keep_recordings, c.state, c.heard_at FROM ${SETS}
         LEFT JOIN controllers c ON c.id = s.controller_id AND c.gym_id = s.gym_id
         WHERE s.id = $1 AND s.gone_at IS NULL AND ($2::text[] IS NULL OR s.gym_id = ANY($2))`,
      [id, gyms],
    );
    const [found] = rows;
    if (!found) throw new ProblemError('no-such-set', { id });
    const reps = found.reps.map((rep) => ({
      id: rep.id,
      verdict: rep.verdict,
      isExcluded: !isCounted({ verdict: rep.verdict, correction: rep.correction ?? null }),
      holdS: rep.holdS ?? null,
    }));
    const nowMs = this.#clock.wallMs();
    const set = setOf(found);
    const commands = await this.#commands.list({ set: id });
    const here = await this.#commands.recordings.read(id, gyms, nowMs);
    const curves = curvesOf(
      {
        ...{ isDeleted: set.isDeleted, hasRecording: set.hasRecording, keepsRecordings: found.keep_recordings },
        hereUntil: here?.until ?? null,
        controller: found.state === null ? null : { state: found.state, heardAt: found.heard_at },
        commands,
      },
      nowMs,
    );
    const stored = { gymId: set.gym, bay: set.bay, memberId: set.memberId, doc: found.doc, reps: found.reps };
    return { ...set, reps, commands, curves, lifted: liftedOf(stored) };
  }

  async gymName(gym: string, gyms: Gyms): Promise<string> {
    const { rows } = await this.#pool.query(
      'SELECT name FROM gyms WHERE id = $1 AND ($2::text[] IS NULL OR id = ANY($2))',
      [gym, gyms],
    );
    if (rows.length === 0) throw new ProblemError('no-such-gym', { gym });
    return rows[0].name;
  }
}

/** The list, asked for each second while a page is open, reads no reps. */
const SET_COLUMNS = `s.id, s.gym_id, s.bay, coalesce(b.name, s.bay) AS bay_name, s.exercise, s.counted_reps, s.load_kg, s.member_id, s.deleted_at,
  s.doc->>'hasRecording' AS recorded, s.said_ended_at + s.shift_ms * interval '1 ms' AS at, m.alias`;
const SETS = `sets s LEFT JOIN members m ON m.id = s.member_id LEFT JOIN bays b ON b.gym_id = s.gym_id AND b.bay = s.bay`;

interface SetRow {
  id: string;
  gym_id: string;
  bay: string;
  bay_name: string;
  exercise: string;
  counted_reps: number;
  load_kg: number | null;
  member_id: string | null;
  deleted_at: Date | null;
  recorded: string | null;
  at: Date;
  alias: string | null;
}

const setOf = (row: SetRow): HubSet => ({
  id: row.id,
  gym: row.gym_id,
  bay: row.bay,
  bayName: row.bay_name,
  exercise: row.exercise,
  at: row.at.toISOString(),
  countedReps: row.counted_reps,
  loadKg: row.load_kg,
  memberId: row.member_id,
  alias: row.alias,
  hasRecording: row.recorded === 'true',
  isDeleted: row.deleted_at !== null,
});

interface DetailRow {
  doc: object;
  reps: Pick<Rep, 'id' | 'verdict' | 'correction' | 'holdS'>[];
  /** null: it has no member, or none who is known here */
  keep_recordings: boolean | null;
  /** of the controller that saw it; null: its gym has none of this name */
  state: string | null;
  heard_at: Date | null;
}

/** `id alias` of the last one that was shown. */
function readAfter(after: string): [alias?: string, id?: string] {
  const [, id, alias = ''] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)$/s.exec(after) ?? [];
  return id === undefined ? [] : [alias, id];
}
