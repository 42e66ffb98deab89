import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { lazyValidation } from '../../src/web/lazy-validation.ts';

test('a check is compiled when its route is first asked for, tells every error, and forgets those of the request before', async () => {
  let compiled = 0;
  const count = () => {
    compiled++;
    return () => true;
  };
  const app = Fastify({
    schemaController: { compilersFactory: { buildValidator: lazyValidation } },
    ajv: {
      customOptions: { allErrors: true, coerceTypes: false },
      onCreate: (ajv) => ajv.addKeyword({ keyword: 'seen', compile: count }),
    },
  });
  const number = { type: 'number' };
  const body = { type: 'object', seen: true, required: ['one', 'two'], properties: { one: number, two: number } };
  app.post('/used', { schema: { body } }, async () => 'taken');
  app.post('/unused', { schema: { body: { ...body, title: 'another' } } }, async () => 'taken');
  await app.ready();
  expect(compiled).toBe(0);
  const post = (payload: object) => app.inject({ method: 'POST', url: '/used', payload });
  const refused = await post({ one: 'a', two: 'b' });
  expect(refused.statusCode).toBe(400);
  expect(refused.json().message).toMatch(/one must be number.*two must be number/);
  expect((await post({ one: 1, two: 2 })).statusCode).toBe(200);
  expect((await post({ one: 1 })).json().message).toMatch(/^body must have required property 'two'$/);
  expect(compiled).toBe(1);
  await app.close();
});
