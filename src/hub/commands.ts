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
import { isReadable, Recordings } from './recordings.ts';
import { inTransaction } from './schema.ts';
import { refusalOf } from './store-batch.ts';

const MINUTE_MS = 60_000;
/** What is about this moment is worth nothing later, and who asked for a recording looks at the page; a correction waits for a gym that is offline. */
const VALID_MS: Record<Wanted['kind'], number> = {
  'end-set': MINUTE_MS,
  'sign-out': MINUTE_MS,
  'restart-board': MINUTE_MS,
  recording: 10 * MINUTE_MS,
  correct: 7 * 24 * 60 * MINUTE_MS,
};
const SHOWN = 50;
const KEPT_DAYS = 30;

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
  readonly recordings: Recordings;
  readonly counts = { made: 0, sent: 0, results: 0, repeated: 0, foreign: 0 };

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
    this.recordings = new Recordings(pool);
  }

  /** @throws ProblemError when no one could carry it out */
  async make(gymId: string, issuer: string, wanted: Wanted): Promise<SentCommand> {
    const nowMs = this.#clock.wallMs();
    const made = await inTransaction(this.#pool, async (db) => {
      const controllerId = await ownerOf(db, gymId, wanted);
      const asked = wanted.kind === 'recording' ? await this.#asked(db, wanted.setId, nowMs) : null;
      if (asked) return { row: asked, isNew: false };
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
      return { row: inserted.rows[0]!, isNew: true };
    });
    if (made.isNew) this.counts.made++;
    return shown(made.row, nowMs);
  }

  /** One that waits already brings the same: two people who look at a set ask its gym once. */
  async #asked(db: PoolClient, setId: string, nowMs: number): Promise<CommandRow | null> {
    await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [setId]);
    const { rows } = await db.query<CommandRow>(
      `SELECT * FROM commands WHERE set_id = $1 AND wanted->>'kind' = 'recording' AND outcome IS NULL AND expires_at > $2`,
      [setId, new Date(nowMs)],
    );
    return rows[0] ?? null;
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
      for (const result of results) await this.#takeOne(db, controllerId, rows[0].gym_id, result, now);
      return results.map(({ id }) => id);
    });
  }

  async #takeOne(
    db: PoolClient,
    controllerId: string,
    gymId: string,
    { id, outcome, problem, recording }: CommandResult,
    now: Date,
  ): Promise<void> {
    const { rows } = await db.query<{ wanted: Wanted }>(
      'SELECT wanted FROM commands WHERE id = $1 AND controller_id = $2 AND outcome IS NULL FOR UPDATE',
      [id, controllerId],
    );
    const wanted = rows[0]?.wanted;
    if (!wanted) {
      this.counts.repeated++;
      return;
    }
    this.counts.results++;
    const setId = wanted.kind === 'recording' && outcome === 'done' ? wanted.setId : null;
    const isKept = setId !== null && (await this.#keep(db, { setId, gymId, recording }, now.getTime()));
    await db.query('UPDATE commands SET outcome = $2, problem = $3, ended_at = $4 WHERE id = $1', [
      id,
      // The controller was restarted before it could send it: of that, it keeps nothing in a file.
      setId !== null && !isKept ? 'interrupted' : outcome,
      problem === null ? null : JSON.stringify(problem),
      now,
    ]);
  }

  /** @returns whether it came, and can be read */
  async #keep(
    db: PoolClient,
    { setId, gymId, recording }: { setId: string; gymId: string; recording: string | undefined },
    nowMs: number,
  ): Promise<boolean> {
    const gzipped = Buffer.from(recording ?? '', 'base64');
    if (gzipped.length > MAX_RECORDING_BYTES || !(await isReadable(gzipped))) return false;
    await this.recordings.keep(db, { setId, gymId, gzipped }, nowMs);
    return true;
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
