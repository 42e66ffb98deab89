import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS } from '../../src/web/access-table.ts';
import { buildFakeWeb } from '../support/fake-web.ts';

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  parameters?: { in: string; name: string }[];
  requestBody?: unknown;
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}
interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

let app: FastifyInstance;
let doc: OpenApi;
beforeAll(async () => {
  ({ app } = await buildFakeWeb());
  doc = (await app.inject('/api/docs/json')).json();
});
afterAll(() => app.close());

const operations = () =>
  Object.entries(doc.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  it('names every route of the API, and only routes that exist', () => {
    const described = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    // The table of rights names every route too, and the server doesn't start when the two disagree.
    const ruled = Object.keys(ACCESS).filter((row) => !row.includes('/api/docs'));
    expect(described.sort()).toEqual(ruled.map((row) => row.replace(/:(\w+)/g, '{$1}')).sort());
    for (const { path, method } of operations())
      expect(app.hasRoute({ method: method.toUpperCase() as 'GET', url: path.replace(/\{(\w+)\}/g, ':$1') })).toBe(
        true,
      );
  });

  it('gives each a name for programs, and marks words that are ours alone', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('putBaysByBayLoad');
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
    // A property may be called as a word of ours is.
    const logIn = JSON.stringify(doc.paths['/api/v1/auth/login']?.post?.requestBody);
    expect(logIn).toMatch(/"secret":\{[^}]*"x-secret":true/);
    expect(JSON.stringify(doc.components.schemas.LiveFrame)).toContain('"x-unit":');
    const withoutExamples = JSON.stringify(doc, (key, value) => (/^examples?$/.test(key) ? undefined : value));
    expect(withoutExamples).not.toMatch(/"unit":"|"default":/);
  });

  it('says of each what it is for, what it takes and how it fails', () => {
    expect(doc.openapi).toBe('3.1.0');
    for (const { path, method, operation } of operations()) {
      const what = `${method} ${path}`;
      expect(operation.summary, what).toBeTruthy();
      expect(operation.tags, what).toHaveLength(1);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
      expect(declared, what).toEqual(inPath);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description, `${what} ${status}`).toBeTruthy();
        const isProblem = Number(status) >= 400 && path !== '/health';
        if (isProblem)
          expect(Object.keys(response.content ?? {}), `${what} ${status}`).toEqual(['application/problem+json']);
      }
    }
  });

  it('holds only schemas that compile, each once, under its own name', () => {
    expect(Object.keys(doc.components.schemas)).toEqual(
      expect.arrayContaining([
        'Rep',
        'Set',
        'Alert',
        'State',
        'Session',
        'LiveFrame',
        'LiveMessage',
        'LiveAck',
        'Problem',
      ]),
    );
    expect(JSON.stringify(doc)).not.toContain('def-');
    // Formats are annotations here, as JSON Schema 2020-12 has it.
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'doc', ...doc });
    for (const name of Object.keys(doc.components.schemas))
      expect(() => ajv.compile({ $ref: `doc#/components/schemas/${name}` }), name).not.toThrow();
    const references = [...JSON.stringify(doc).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, name] of references) expect(doc.components.schemas).toHaveProperty(name!);
  });

  it('describes what the routes really send', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'doc', ...doc });
    for (const url of ['/health', '/api/v1/bays', '/api/v1/sets', '/api/v1/config', '/api/v1/exercises']) {
      const pointer = `doc#/paths/${url.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema`;
      const check = ajv.compile({ $ref: pointer });
      expect(check((await app.inject(url)).json()), `${url}: ${ajv.errorsText(check.errors)}`).toBe(true);
    }
  });

  it('is shown by a reader that loads nothing from elsewhere', async () => {
    const page = await app.inject('/api/docs');
    expect(page.statusCode).toBe(200);
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      expect(source).toMatch(/^\/api\/docs\//);
      expect((await app.inject(source)).statusCode, source).toBe(200);
    }
    expect(page.body).not.toMatch(/<script>|<style>/);
    expect((await app.inject('/api/docs/static/swagger-initializer.js')).body).not.toContain('validator.swagger.io');
  });
});
