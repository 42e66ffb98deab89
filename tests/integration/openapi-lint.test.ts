import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFakeWeb } from '../support/fake-web.ts';
import { ROOT, tempFolder } from '../support/station.ts';

const run = promisify(execFile);
type Json = Record<string, unknown>;

let text: string;
beforeAll(async () => {
  const { app } = await buildFakeWeb();
  text = (await app.inject('/api/docs/json')).body;
  await app.close();
});

/** What redocly's recommended rules say, and why it stays. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  // Who watches the station gets its health in every answer, and who asks who they are is told: nobody.
  'operation-4xx-response': ['#/paths/~1health/get/responses', '#/paths/~1api~1v1~1auth/get/responses'],
  // A WebSocket is opened with 101.
  'operation-2xx-response': ['#/paths/~1api~1v1~1live/get/responses'],
  // No path returns these two: they are what the WebSocket speaks.
  'no-unused-components': ['#/components/schemas/LiveMessage', '#/components/schemas/LiveAck'],
};

describe('the OpenAPI document', () => {
  it('passes redocly lint', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'openapi.json'), text);
    const { stdout } = await run(
      join(ROOT, 'node_modules/.bin/redocly'),
      ['lint', 'openapi.json', '--extends=recommended', '--format=json'],
      { cwd: folder, env: { ...process.env, REDOCLY_TELEMETRY: 'off', CI: '1' }, maxBuffer: 64e6 },
    );
    const { problems, totals } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      totals: { errors: number };
      problems: { ruleId: string; message: string; location: { pointer: string }[] }[];
    };
    const found = problems.map(({ ruleId, message, location }) => ({
      ruleId,
      message,
      at: location[0]?.pointer ?? '',
    }));
    expect(found.filter(({ ruleId, at }) => !KNOWN[ruleId]?.includes(at))).toEqual([]);
    expect(totals.errors).toBe(0);
  });

  it('has examples that are valid, and describes every operation', () => {
    const doc = JSON.parse(text) as { paths: Record<string, Record<string, Json>> };
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'doc', ...doc });
    let seen = 0;
    const visit = (node: unknown, pointer: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { examples } = node as { examples?: unknown };
      if (Array.isArray(examples) && !pointer.endsWith('/properties')) {
        const check = ajv.compile({ $ref: `doc#${pointer}` });
        for (const example of examples) {
          seen++;
          expect(check(example), `${pointer}: ${ajv.errorsText(check.errors)}`).toBe(true);
        }
      }
      for (const [key, value] of Object.entries(node))
        if (key !== 'examples') visit(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    };
    visit(doc, '');
    expect(seen).toBeGreaterThan(5);
    for (const [path, methods] of Object.entries(doc.paths))
      for (const [method, { description }] of Object.entries(methods))
        expect(description, `${method} ${path}`).toBeTruthy();
  });
});
