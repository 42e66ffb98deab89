import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { SetParams } from '../../contracts/http.ts';
import { AuditQuery, Corrected, CorrectionList, IdParams } from '../../contracts/member-http.ts';
import { AuditPage, Correction } from '../../contracts/members.ts';
import { seesSet } from '../access.ts';
import { actorOf, type Identity, isAtLeast } from '../identity.ts';
import type { CorrectionsPort } from '../member-ports.ts';
import { answers } from '../openapi.ts';
import { pageOf } from '../paging.ts';
import type { HistoryPort, StationPort } from '../ports.ts';
import { ProblemError } from '../problems.ts';

interface CorrectionOptions {
  corrections: CorrectionsPort;
  history: HistoryPort;
  station: StationPort;
}

const tags = ['corrections'];

/** Corrections of sets, and the audit: every change by a person, each with its undo. */
export const correctionRoutes: FastifyPluginAsyncTypebox<CorrectionOptions> = async (app, options) => {
  const { corrections, history, station } = options;

  app.post(
    '/sets/:id/corrections',
    {
      config: { idempotent: 'replay' },
      schema: {
        tags,
        summary: 'Correct a set',
        description:
          'What was measured stays; the audit says who changed what. To move a set to another member is for trainers; members may give up their own. Takes an `Idempotency-Key`.',
        params: SetParams,
        body: Correction,
        response: answers({ 201: Corrected }, 400, 403, 404, 409, 415, 422, 503),
      },
    },
    async ({ identity, params, body }, reply) => {
      checkMayCorrect(identity, body);
      return reply.code(201).send(await corrections.correct(params.id, body, actorOf(identity)));
    },
  );

  app.get(
    '/sets/:id/corrections',
    {
      schema: {
        tags,
        summary: 'Corrections of a set, oldest first',
        params: SetParams,
        response: answers({ 200: CorrectionList }, 400, 404, 503),
      },
    },
    async ({ params }) => ({ rows: await corrections.ofSet(params.id) }),
  );

  app.get(
    '/audit',
    {
      schema: {
        tags,
        summary: 'The audit, newest first',
        querystring: AuditQuery,
        response: answers({ 200: AuditPage }, 400, 503),
      },
    },
    async ({ query }) =>
      corrections.audit({
        ...pageOf(query),
        ...(query.member && { memberId: query.member }),
        ...(query.kind && { kind: query.kind }),
      }),
  );

  app.post(
    '/audit/:id/undo',
    {
      schema: {
        tags,
        summary: 'Take a correction back',
        description: 'The undo needs the same rights as the correction and is itself a row of the audit.',
        params: IdParams,
        response: answers({ 200: Corrected }, 400, 403, 404, 409, 503),
      },
    },
    async ({ identity, params }) => {
      const row = await corrections.row(params.id);
      if (!(await mayUndo(identity, row, history, station)))
        throw new ProblemError('no-such-correction', { id: params.id });
      return corrections.undo(params.id, actorOf(identity));
    },
  );
};

function checkMayCorrect(identity: Identity, correction: Correction): void {
  if (isAtLeast(identity.role, 'trainer')) return;
  if (correction.kind === 'owner' && !(identity.role === 'member' && correction.memberId === null))
    throw new ProblemError('give-away', {});
  if (correction.kind === 'delete' && identity.role !== 'member') throw new ProblemError('delete-set', {});
}

/** A deleted or disclaimed set is hidden from roles below trainer, but the member who did it may undo it. */
async function mayUndo(
  identity: Identity,
  row: { actorId: string | null; setId: string | null },
  history: HistoryPort,
  station: StationPort,
): Promise<boolean> {
  if (isAtLeast(identity.role, 'trainer')) return true;
  if (row.setId === null) return false;
  if (identity.memberId !== null && row.actorId === identity.memberId) return true;
  const detail = await history.getSet(row.setId);
  return detail !== null && seesSet(identity, detail.set, station);
}
