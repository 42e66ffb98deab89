import { readFileSync } from 'node:fs';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { orProblem } from '../../src/app/storage/store-problems.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { StoreError } from '../../src/store/index.ts';
import { refusal } from '../../src/store/store-error.ts';
import { ProblemError } from '../../src/web/index.ts';
import { registerProblems } from '../../src/web/problems.ts';

const thrownBy = (error: unknown) =>
  orProblem(() => Promise.reject(error)).then(
    () => null,
    (thrown: unknown) => thrown,
  );

const BUGS = [
  new TypeError("Cannot read properties of undefined (reading 'id')"),
  new RangeError('Invalid time value'),
  new ReferenceError('x is not defined'),
  new SyntaxError('Unexpected token'),
  new Error('something that nobody thought of'),
  new StoreError('invalid', 'The value undefined cannot be stored.'),
  new StoreError('internal', 'The database failed.'),
];

describe('a bug of ours', () => {
  it.each(BUGS)('is no failing storage: %s', async (bug) => {
    expect(await thrownBy(bug)).toBe(bug);
  });

  it.each(BUGS)('is answered with 500, and its stack is in the log: %s', async (bug) => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => void lines.push(line) }) as FastifyBaseLogger;
    const app = Fastify({ loggerInstance: logger });
    registerProblems(app, () => null);
    app.get('/', () => orProblem(() => Promise.reject(bug)));
    const answer = await app.inject('/');
    expect(answer.statusCode).toBe(500);
    const problem = answer.json<Problem>();
    expect(problem).toMatchObject({ kind: 'internal', title: 'Internal error' });
    expect(problem.detail).not.toContain(bug.message);
    const logged = lines.map((line) => JSON.parse(line) as { err?: { stack: string } }).find(({ err }) => err);
    expect(logged?.err?.stack).toContain(bug.message);
    expect(logged?.err?.stack).toMatch(/at .*store-problems\.test/);
    await app.close();
  });
});

describe('what fails in the store', () => {
  const missing = (() => {
    try {
      return readFileSync('/nowhere/lockout.sqlite');
    } catch (error) {
      return error;
    }
  })();
  it.each([
    ['a full disk', new StoreError('disk-full', 'The disk is full.')],
    ['a thread that ended', new StoreError('unavailable', 'The database is being opened again.')],
    ['the file system', missing],
  ])('is failing storage: %s', async (_, error) => {
    const thrown = await thrownBy(error);
    expect(thrown).toBeInstanceOf(ProblemError);
    expect(thrown).toMatchObject({ statusCode: 503, code: { kind: 'storage-failing' } });
  });

  it('is the problem that the tables refuse with, with its values', async () => {
    expect(await thrownBy(refusal('login-taken', { login: 'mira' }))).toMatchObject({
      statusCode: 409,
      code: { kind: 'login-taken', params: { login: 'mira' } },
      message: 'The login name "mira" is taken. Choose another one.',
    });
  });
});
