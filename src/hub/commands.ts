/**
 * What people at the hub want controllers to do. A command is handed out with every answer of the feed until its result is known; the controller
 * tells the same command by its id, so it is carried out once.
 */
import type { Pool, PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import type { Clock } from '../common/clock.ts';
import {
  type Command,
  type CommandResult,
  MAX_RECORDING_BYTES,
  MAX_WAITING_COMMANDS,
  type Wanted,
} from '../contracts/hub-commands.ts';
import type { CommandState, SentCommand } from '../contracts/hub-pages.ts';
import { PROBLEMS, type ProblemCode, problemText } from '../contracts/problems.ts';
import { ProblemError } from '../web/problems.ts';
import { FEED_CHANNEL } from './feed-notes.ts';
import { inTransaction } from './schema.ts';
import { refusalOf } from './store-batch.ts';

const MINUTE_MS = 60_000;
/** What is about this moment is worth nothing later; a correction waits for a gym that is offline. */
const VALID_MS: Record<Wanted['kind'], number> = {
  'end-set': MINUTE_MS,
  'sign-out': MINUTE_MS,
  'restart-board': MINUTE_MS,
  recording: 60 * MINUTE_MS,
  correct: 7 * 24 * 60 * MINUTE_MS,
};
const SHOWN = 50;
const KEPT_DAYS = 30;
const RECORDING_KEPT_MS = 24 * 60 * MINUTE_MS;

interface CommandRow {
  id: string;
  gym_id: string;
  issuer: string;
  wanted: Wanted;
  made_at: Date;
  expires_at: Date;
  sent: number;
  outcome: CommandResult['outcome'] | null;
  problem: CommandResult['problem'];
  ended_at: Date | null;
}

export class Commands {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly counts = { made: 0, sent: 0, results: 0, repeated: 0, foreign: 0 };

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** @throws ProblemError when no one could carry it out */
  async make(gymId: string, issuer: string, wanted: Wanted): Promise<SentCommand> {
    const nowMs = this.#clock.wallMs();
    const made = await inTransaction(this.#pool, async (db) => {
      const controllerId = await ownerOf(db, gymId, wanted);
      const { rows } = await db.query<{ n: number }>(
        'SELECT count(*)::integer AS n FROM commands WHERE controller_id = $1 AND outcome IS NULL AND expires_at > $2',
        [controllerId, new Date(nowMs)],
      );
      if (rows[0]!.n >= MAX_WAITING_COMMANDS)
        throw new ProblemError('too-many-commands', { most: MAX_WAITING_COMMANDS });
      await db.query(`DELETE FROM commands WHERE made_at < $1`, [new Date(nowMs - KEPT_DAYS * 86_400_000)]);
      const inserted = await db.query<CommandRow>(
        `INSERT INTO commands (id, gym_id, controller_id, issuer, wanted, set_id, made_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *`,
        [
          newId(),
          gymId,
          controllerId,
          issuer,
          JSON.stringify(wanted),
          'setId' in wanted ? wanted.setId : null,
          new Date(nowMs),
          new Date(nowMs + VALID_MS[wanted.kind]),
        ],
      );
      await db.query('SELECT pg_notify($1, $2)', [FEED_CHANNEL, gymId]);
      return inserted.rows[0]!;
    });
    this.counts.made++;
    return shown(made, nowMs);
  }

  async waitingFor(db: PoolClient, controllerId: string, nowMs: number): Promise<Command[]> {
    const { rows } = await db.query<CommandRow>(
      `UPDATE commands SET sent = sent + 1 WHERE controller_id = $1 AND outcome IS NULL AND expires_at > $2 RETURNING *`,
      [controllerId, new Date(nowMs)],
    );
    this.counts.sent += rows.length;
    return rows
      .sort((a, b) => a.made_at.getTime() - b.made_at.getTime())
      .map(({ id, issuer, wanted, expires_at }) => ({
        ...{ id, issuer, wanted },
        validForMs: expires_at.getTime() - nowMs,
      }));
  }

  /** Of its own commands alone, and of each the first result. @returns ids that need not be told again @throws HubRefusal */
  async take(controllerId: string, serial: string, results: readonly CommandResult[]): Promise<string[]> {
    const now = new Date(this.#clock.wallMs());
    return inTransaction(this.#pool, async (db) => {
      const { rows } = await db.query('SELECT state, serials, gym_id FROM controllers WHERE id = $1', [controllerId]);
      const refusal = refusalOf(rows[0], serial);
      if (refusal) throw refusal;
      for (const { id, outcome, problem, recording } of results) {
        const { rows: taken } = await db.query<{ wanted: Wanted }>(
          `UPDATE commands SET outcome = $3, problem = $4, ended_at = $5
             WHERE id = $1 AND controller_id = $2 AND outcome IS NULL RETURNING wanted`,
          [id, controllerId, outcome, problem === null ? null : JSON.stringify(problem), now],
        );
        this.counts.results += taken.length;
        if (taken.length === 0) this.counts.repeated++;
        const wanted = taken[0]?.wanted;
        if (wanted?.kind === 'recording' && outcome === 'done' && recording !== undefined)
          await this.#keepRecording(db, wanted.setId, rows[0].gym_id, Buffer.from(recording, 'base64'), now);
      }
      return results.map(({ id }) => id);
    });
  }

  async #keepRecording(db: PoolClient, setId: string, gymId: string, data: Buffer, now: Date): Promise<void> {
    if (data.length > MAX_RECORDING_BYTES) return;
    await db.query('DELETE FROM recordings WHERE at < $1', [new Date(now.getTime() - RECORDING_KEPT_MS)]);
    // Its member may have been deleted since it was asked for.
    await db.query(
      `INSERT INTO recordings (set_id, gym_id, data, at) SELECT $1, $2, $3, $4
         WHERE EXISTS (SELECT 1 FROM sets WHERE id = $1 AND gym_id = $2 AND gone_at IS NULL)
       ON CONFLICT (set_id) DO UPDATE SET data = excluded.data, at = excluded.at`,
      [setId, gymId, data, now],
    );
  }

  /** Newest first. */
  async list(of: { gym: string } | { set: string }): Promise<SentCommand[]> {
    const [column, value] = 'gym' in of ? ['gym_id', of.gym] : ['set_id', of.set];
    const { rows } = await this.#pool.query<CommandRow>(
      `SELECT * FROM commands WHERE ${column} = $1 ORDER BY made_at DESC LIMIT ${SHOWN}`,
      [value],
    );
    const nowMs = this.#clock.wallMs();
    return rows.map((row) => shown(row, nowMs));
  }

  async recording(setId: string, gyms: readonly string[] | null): Promise<Buffer | null> {
    const { rows } = await this.#pool.query<{ data: Buffer }>(
      'SELECT data FROM recordings WHERE set_id = $1 AND at > $2 AND ($3::text[] IS NULL OR gym_id = ANY($3))',
      [setId, new Date(this.#clock.wallMs() - RECORDING_KEPT_MS), gyms],
    );
    return rows[0]?.data ?? null;
  }
}

/** A bay belongs to a controller, and a set to the one that saw it. @throws ProblemError */
async function ownerOf(db: PoolClient, gymId: string, wanted: Wanted): Promise<string> {
  const { rows } =
    'setId' in wanted
      ? await db.query<{ controller_id: string; state: string | null }>(
          `SELECT s.controller_id, c.state FROM sets s LEFT JOIN controllers c ON c.id = s.controller_id AND c.gym_id = s.gym_id
             WHERE s.id = $1 AND s.gym_id = $2 AND s.gone_at IS NULL`,
          [wanted.setId, gymId],
        )
      : await db.query<{ controller_id: string; state: string | null }>(
          'SELECT b.controller_id, c.state FROM bays b JOIN controllers c ON c.id = b.controller_id WHERE b.gym_id = $1 AND b.bay = $2',
          [gymId, wanted.bay],
        );
  const [found] = rows;
  if (!found)
    throw 'setId' in wanted
      ? new ProblemError('no-such-set', { id: wanted.setId })
      : new ProblemError('no-such-bay', { bay: wanted.bay });
  if (found.state !== 'accepted') throw new ProblemError('no-controller-for-it', {});
  return found.controller_id;
}

function shown(row: CommandRow, nowMs: number): SentCommand {
  const isOver = row.outcome === null && row.expires_at.getTime() <= nowMs;
  const state: CommandState = row.outcome ?? (isOver ? (row.sent > 0 ? 'unanswered' : 'expired') : 'waiting');
  return {
    id: row.id,
    gym: row.gym_id,
    issuer: row.issuer,
    wanted: row.wanted,
    at: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    state,
    problem: row.problem && { ...row.problem, detail: detailOf(row.problem) },
  };
}

/** A newer station may have problems that this hub has no words for, and any station may lie. */
function detailOf({ kind, params }: NonNullable<CommandResult['problem']>): string {
  try {
    return Object.hasOwn(PROBLEMS, kind) ? problemText({ kind, params } as ProblemCode) : kind;
  } catch {
    return kind;
  }
}
