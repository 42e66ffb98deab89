import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INPUT_FAULTS, INPUT_FORMS } from '../../src/contracts/input-faults.ts';
import { KEYWORD_FAULTS } from '../../src/web/input-faults.ts';
import { buildFakeWeb } from '../support/fake-web.ts';

/** Keywords that describe, or that only lead to others. */
const NEVER_FAIL = new Set([
  'properties',
  'items',
  'title',
  'description',
  'default',
  'examples',
  'example',
  '$id',
  '$ref',
]);

let app: FastifyInstance;
let inputs: { readonly schema: Schema; readonly where: string }[];
type Schema = Record<string, unknown>;

beforeAll(async () => {
  ({ app } = await buildFakeWeb());
  const doc = (await app.inject('/api/docs/json')).json();
  const named = (schema: Schema): Schema =>
    typeof schema.$ref === 'string' ? doc.components.schemas[schema.$ref.split('/').at(-1)!] : schema;
  inputs = Object.entries<Record<string, Schema>>(doc.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const bodies = Object.values((operation.requestBody as { content?: Schema } | undefined)?.content ?? {});
      const parameters = (operation.parameters as Schema[] | undefined) ?? [];
      return [...bodies, ...parameters].map((one) => ({
        schema: inlined((one as { schema: Schema }).schema, named),
        where: `${method} ${path}`,
      }));
    }),
  );
});
afterAll(() => app.close());

function inlined(schema: Schema, named: (schema: Schema) => Schema): Schema {
  return JSON.parse(JSON.stringify(schema), (_, value) =>
    value && typeof value === 'object' && '$ref' in value ? inlined(named(value), named) : value,
  );
}

/** Each schema inside, itself too. */
function within(schema: Schema): Schema[] {
  const parts = [
    schema.items,
    ...((schema.anyOf as Schema[]) ?? []),
    ...Object.values((schema.properties as Schema) ?? {}),
  ];
  return [
    schema,
    ...parts.filter((part) => typeof part === 'object' && part !== null).flatMap((part) => within(part as Schema)),
  ];
}
const all = () => inputs.flatMap(({ schema }) => within(schema));

describe('what can be wrong with a request', () => {
  it('has a code for each keyword that a schema of ours uses, and for no other', () => {
    const used = new Set(
      all()
        .flatMap(Object.keys)
        .filter((key) => !key.startsWith('x-') && !NEVER_FAIL.has(key)),
    );
    expect([...used].sort()).toEqual(Object.keys(KEYWORD_FAULTS).sort());
  });

  it('says of each pattern and format what the text must look like', () => {
    const texts = all().filter(({ pattern, format }) => pattern !== undefined || format !== undefined);
    expect(texts.length).toBeGreaterThan(40);
    for (const { format, 'x-form': form, ...schema } of texts)
      expect(Object.keys(INPUT_FORMS), JSON.stringify(schema)).toContain(format ?? form);
    const used = new Set(texts.map(({ format, 'x-form': form }) => format ?? form));
    expect([...used].sort()).toEqual(Object.keys(INPUT_FORMS).sort());
  });

  it('makes every code of some keyword', () => {
    const at = { name: 'a', key: (key: string) => key, params: {}, form: undefined, orNull: false };
    const made = Object.values(KEYWORD_FAULTS).map((fault) => fault(at).kind);
    expect([...new Set(made)].sort()).toEqual(Object.keys(INPUT_FAULTS).sort());
  });

  it.each([
    [{}, 'login is missing. secret is missing.'],
    [{ login: 'a', secret: 5 }, 'login must have at least 2 characters. secret must be a text.'],
    [{ login: '-x', secret: 's', more: 1 }, /^more is not known here\. login must be letters, digits/],
    [[], 'body must be a group of values.'],
  ])('answers %j with each fault', async (payload, text) => {
    const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload });
    expect(answer.statusCode).toBe(400);
    const { inputFaults, detail, params } = answer.json();
    expect(inputFaults.map((fault: { text: string }) => fault.text).join(' ')).toEqual(
      text instanceof RegExp ? expect.stringMatching(text) : text,
    );
    expect(params).toEqual({ where: 'body', howMany: inputFaults.length });
    expect(detail).toContain(inputFaults[0].text);
  });

  it('says of a value that may be null which types it has, once', async () => {
    const answer = await app.inject({
      method: 'PUT',
      url: '/api/v1/bays/bay-1/load',
      payload: { enteredLoadKg: '80' },
    });
    expect(answer.json().inputFaults).toEqual([
      {
        kind: 'wrong-type',
        params: { name: 'enteredLoadKg', types: 'number, null' },
        text: 'enteredLoadKg must be a number or null.',
      },
    ]);
  });
});
