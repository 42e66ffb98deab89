import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFakeWeb } from '../support/fake-web.ts';

const INDEX = '<!doctype html><title>Lockout</title>';
const SCRIPT = 'export const a = 1;';
let root: string;
let app: FastifyInstance;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lockout-files-'));
  mkdirSync(join(root, 'dashboard/assets'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'dashboard/index.html'), INDEX);
  writeFileSync(join(root, 'dashboard/assets/index-abc123.js'), SCRIPT);
  writeFileSync(join(root, 'dashboard/assets/index-abc123.js.gz'), gzipSync(SCRIPT));
  ({ app } = await buildFakeWeb({ dashboardDir: join(root, 'dashboard') }));
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true });
});

const asPage = { accept: 'text/html,application/xhtml+xml' };

describe('dashboard files', () => {
  it.each(['/', '/bay/bay-1', '/some/later/page?x=1'])(
    'gives the page at %s, and asks to have it checked',
    async (url) => {
      const answer = await app.inject({ url, headers: asPage });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toBe(INDEX);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.headers['cache-control']).toBe('no-cache');
    },
  );

  it('lets browsers keep what has its content in its name, gzipped where they take that', async () => {
    const plain = await app.inject('/assets/index-abc123.js');
    expect(plain.body).toBe(SCRIPT);
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const zipped = await app.inject({ url: '/assets/index-abc123.js', headers: { 'accept-encoding': 'gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(zipped.headers['content-type']).toContain('javascript');
    expect(zipped.headers.vary).toContain('accept-encoding');
  });

  it.each([
    ['GET', '/assets/index-old.js', asPage],
    ['GET', '/api/v1/nothing', asPage],
    ['GET', '/bay/bay-1', { accept: 'application/json' }],
    ['POST', '/bay/bay-1', asPage],
    ['GET', '/../secret.txt', asPage],
    ['GET', '/..%2fsecret.txt', asPage],
    ['GET', '/assets/..%2f..%2fsecret.txt', asPage],
  ] as const)('has a problem, not the page, for %s %s', async (method, url, headers) => {
    const answer = await app.inject({ method, url, headers });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).not.toContain('Lockout');
  });
});
