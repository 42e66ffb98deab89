import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  Calibration,
  CalibrationHistory,
  CalibrationStatus,
  MeasureStep,
  RestoreCalibration,
  SkipStep,
} from '../../contracts/calibration.ts';
import { BayParams } from '../../contracts/http.ts';
import { actorOf } from '../identity.ts';
import { answers, noContent } from '../openapi.ts';
import type { CalibrationPort, CalibrationRefusal, StationPort } from '../ports.ts';
import { noSuchBay, ProblemError, problemOf } from '../problems.ts';

interface CalibrationOptions {
  station: StationPort;
  calibration: CalibrationPort;
}

const tags = ['calibration'];
/** `/api/v1/bays/:bay/calibration`: the calibration in force, the ones before it, and the steps to a new one. */
export const calibrationRoutes: FastifyPluginAsyncTypebox<CalibrationOptions> = async (app, options) => {
  const { station, calibration } = options;
  const known = (bay: string): string => {
    if (!station.bay(bay)) throw noSuchBay(bay);
    return bay;
  };

  app.get(
    '/bays/:bay/calibration',
    {
      schema: {
        tags,
        summary: 'The current calibration, and the one in progress',
        params: BayParams,
        response: answers({ 200: CalibrationStatus }, 400, 404),
      },
    },
    async (request) => calibration.status(known(request.params.bay)),
  );

  app.get(
    '/bays/:bay/calibration/history',
    {
      schema: {
        tags,
        summary: 'Every calibration of the bay, newest first',
        params: BayParams,
        response: answers({ 200: CalibrationHistory }, 400, 404, 503),
      },
    },
    async (request) => orRefused(await calibration.history(known(request.params.bay))),
  );

  app.post(
    '/bays/:bay/calibration/measure',
    {
      schema: {
        tags,
        summary: 'Measure one step; answers when it is measured',
        description:
          'Takes three seconds; the lag takes as long as three reps. Each step may be repeated. The calibration applies once it is saved. Until then the bay counts no reps.',
        params: BayParams,
        body: MeasureStep,
        response: answers({ 200: CalibrationStatus }, 400, 403, 404, 409, 415, 422),
      },
    },
    async (request) => {
      const bay = known(request.params.bay);
      orRefused(await calibration.measure(bay, request.body));
      return calibration.status(bay);
    },
  );

  app.post(
    '/bays/:bay/calibration/skip',
    {
      schema: {
        tags,
        summary: 'Skip one step, and drop what it has measured',
        description: 'What is skipped stays as it is in force.',
        params: BayParams,
        body: SkipStep,
        response: answers({ 200: CalibrationStatus }, 400, 403, 404, 409, 415),
      },
    },
    async (request) => {
      const bay = known(request.params.bay);
      orRefused(calibration.skip(bay, request.body.step));
      return calibration.status(bay);
    },
  );

  app.post(
    '/bays/:bay/calibration/save',
    {
      schema: {
        tags,
        summary: 'Store what was measured, and put it into force',
        description: 'Parts that were not measured are taken over from the calibration before.',
        params: BayParams,
        response: answers({ 201: Calibration }, 400, 403, 404, 409, 503),
      },
    },
    async ({ identity, params }, reply) =>
      reply.code(201).send(orRefused(await calibration.save(known(params.bay), actorOf(identity)))),
  );

  app.post(
    '/bays/:bay/calibration/abort',
    {
      schema: {
        tags,
        summary: 'Discard the calibration in progress',
        params: BayParams,
        response: answers({ 204: noContent('Nothing was changed; the bay counts again.') }, 400, 403, 404, 409),
      },
    },
    async (request, reply) => {
      const bay = known(request.params.bay);
      if (!calibration.abort(bay)) throw new ProblemError('no-calibration', { bay });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/bays/:bay/calibration/restore',
    {
      schema: {
        tags,
        summary: 'Put an older calibration into force again',
        description: 'It is stored as a new one that says what it restores.',
        params: BayParams,
        body: RestoreCalibration,
        response: answers({ 201: Calibration }, 400, 403, 404, 409, 415, 503),
      },
    },
    async ({ identity, params, body }, reply) =>
      reply.code(201).send(orRefused(await calibration.restore(known(params.bay), body.id, actorOf(identity)))),
  );
};

/** What the station gave, or its refusal as a problem document. */
function orRefused<T extends object | null>(given: T | CalibrationRefusal): T {
  if (given && 'kind' in given && given.kind === 'refused') throw problemOf(given.problem);
  return given as T;
}
