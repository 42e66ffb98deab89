/** The state of the chain, read when it is asked for. */
import type { Pool } from 'pg';
import { type PeopleStatus, peopleStatus } from './status-people.ts';

export interface GymStatus {
  gym: string;
  name: string;
  zone: string;
  bays: number;
  baysUp: number;
  lifting: number;
  sets: number;
  /** ISO time; null: never */
  lastHeardAt: string | null;
  waiting: number;
  controllers: ControllerStatus[];
}

interface ControllerStatus {
  id: string;
  state: string;
  version: string;
  lastHeardAt: string | null;
  waiting: number;
  refused: number;
  ackedSeq: number | null;
  ackedAt: string | null;
  clockAheadMs: number | null;
  certificateUntil: string;
}

export interface ChainStatus extends PeopleStatus {
  gyms: GymStatus[];
  sets: number;
  /** members who trained in more than one gym */
  membersAcross: number;
  diverged: number;
  latest: {
    id: string;
    gym: string;
    bay: string;
    exercise: string;
    countedReps: number;
    loadKg: number | null;
    at: string;
  }[];
}

/** Not heard for so long, nothing of it is known to be up. */
const HEARD_WITHIN = '90 seconds';
const SHOWN_SETS = 10;

export async function chainStatus(pool: Pool): Promise<ChainStatus> {
  const gyms = await pool.query(
    `SELECT g.id, g.name, g.zone, (SELECT count(*)::integer FROM sets s WHERE s.gym_id = g.id AND gone_at IS NULL AND deleted_at IS NULL) AS sets
       FROM gyms g ORDER BY g.name`,
  );
  const controllers = await pool.query('SELECT * FROM controllers ORDER BY gym_id, paired_at');
  const bays = await pool.query(
    `SELECT b.gym_id, count(*)::integer AS bays,
       count(*) FILTER (WHERE b.is_up AND c.heard_at > now() - interval '${HEARD_WITHIN}')::integer AS up,
       count(*) FILTER (WHERE b.is_lifting AND c.heard_at > now() - interval '${HEARD_WITHIN}')::integer AS lifting
       FROM bays b JOIN controllers c ON c.id = b.controller_id GROUP BY b.gym_id`,
  );
  const people = await pool.query(
    `SELECT count(*) FILTER (WHERE gyms > 1)::integer AS across FROM
       (SELECT member_id, count(DISTINCT gym_id) AS gyms FROM sets WHERE member_id IS NOT NULL GROUP BY member_id) m`,
  );
  const diverged = await pool.query('SELECT count(*)::integer AS diverged FROM diverged');
  const latest = await pool.query(
    `SELECT id, gym_id, bay, exercise, counted_reps, load_kg, said_ended_at + shift_ms * interval '1 ms' AS at FROM sets
       WHERE gone_at IS NULL AND deleted_at IS NULL ORDER BY id DESC LIMIT ${SHOWN_SETS}`,
  );
  const of = (gym: string) => controllers.rows.filter((row) => row.gym_id === gym);
  return {
    gyms: gyms.rows.map((gym) => {
      const found = bays.rows.find((row) => row.gym_id === gym.id);
      const own = of(gym.id);
      const heard = own.flatMap(({ heard_at }) => heard_at ?? []).sort((a, b) => b - a);
      return {
        gym: gym.id,
        name: gym.name,
        zone: gym.zone,
        bays: found?.bays ?? 0,
        baysUp: found?.up ?? 0,
        lifting: found?.lifting ?? 0,
        sets: gym.sets,
        lastHeardAt: iso(heard[0]),
        waiting: own.reduce((sum, row) => sum + row.waiting, 0),
        controllers: own.map((row) => ({
          id: row.id,
          state: row.state,
          version: row.version,
          lastHeardAt: iso(row.heard_at),
          waiting: row.waiting,
          refused: row.refused,
          ackedSeq: row.acked_seq === null ? null : Number(row.acked_seq),
          ackedAt: iso(row.acked_at),
          clockAheadMs: row.clock_ahead_ms === null ? null : Number(row.clock_ahead_ms),
          certificateUntil: row.certificate_until.toISOString(),
        })),
      };
    }),
    sets: gyms.rows.reduce((sum, { sets }) => sum + sets, 0),
    ...(await peopleStatus(pool)),
    membersAcross: people.rows[0].across,
    diverged: diverged.rows[0].diverged,
    latest: latest.rows.map((row) => ({
      id: row.id,
      gym: row.gym_id,
      bay: row.bay,
      exercise: row.exercise,
      countedReps: row.counted_reps,
      loadKg: row.load_kg,
      at: row.at.toISOString(),
    })),
  };
}

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
