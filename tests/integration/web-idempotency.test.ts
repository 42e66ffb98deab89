import { describe, expect, it } from 'vitest';
import { identity } from '../support/fake-access.ts';
import { twoBays } from './web-two-bays.ts';

describe('an Idempotency-Key', () => {
  it('does once what is sent twice, and never shows a secret again', async () => {
    const { app, access, members } = await twoBays();
    const admin = access.cookie(identity('admin'));
    const post = (url: string, payload: object, key: string, headers = admin) =>
      app.inject({ method: 'POST', url, payload, headers: { ...headers, 'idempotency-key': key } });
    const first = await post('/api/v1/members', { alias: 'Mira' }, 'key-0001');
    const again = await post('/api/v1/members', { alias: 'Mira' }, 'key-0001');
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(members.calls).toEqual(['create Mira']);
    expect((await post('/api/v1/members', { alias: 'Bob' }, 'key-0001')).statusCode).toBe(422);
    expect((await post('/api/v1/members', { alias: 'Bob' }, 'short')).statusCode).toBe(400);
    // Somebody else's key of the same name is another one.
    expect(
      (await post('/api/v1/members', { alias: 'Bob' }, 'key-0001', access.cookie(identity('admin')))).statusCode,
    ).toBe(201);

    const token = { name: 'door', scopes: ['tap'], bay: null };
    const made = await post('/api/v1/tokens', token, 'key-0002');
    expect(made.json()).toHaveProperty('secret');
    const repeated = await post('/api/v1/tokens', token, 'key-0002');
    expect(repeated.statusCode).toBe(409);
    expect(repeated.headers['content-type']).toContain('application/problem+json');
    expect(repeated.body).not.toContain(made.json().secret);
    expect(access.tokenList).toHaveLength(1);
  });

  it('is free again when the request failed', async () => {
    const { app, access } = await twoBays();
    const headers = { ...access.cookie(identity('trainer')), 'idempotency-key': 'key-0003' };
    const create = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/members', headers, payload });
    expect((await create({ alias: 'T', role: 'admin' })).statusCode).toBe(403);
    expect((await create({ alias: 'T' })).statusCode).toBe(201);
  });
});

describe('what an Idempotency-Key keeps of a request', () => {
  it('is the same whatever the PIN is: it cannot be searched by what the database has', async () => {
    const { app, access, members } = await twoBays();
    const hashes: string[] = [];
    const { begin } = members.idempotency;
    members.idempotency.begin = (scope, key, hash) => {
      hashes.push(hash);
      return begin(scope, key, hash);
    };
    const send = (payload: object, key: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/members',
        headers: { ...access.cookie(identity('admin')), 'idempotency-key': key },
        payload,
      });
    for (const [index, secret] of ['4711', '0815'].entries())
      expect((await send({ alias: 'Mira', login: 'mira', secret }, `key-pin-${index}`)).statusCode).toBe(201);
    await send({ alias: 'Mira', login: 'other', secret: '4711' }, 'key-pin-3');
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });
});
