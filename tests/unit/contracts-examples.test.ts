import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import * as calibration from '../../src/contracts/calibration.ts';
import * as config from '../../src/contracts/config.ts';
import * as diagnosis from '../../src/contracts/diagnosis.ts';
import * as events from '../../src/contracts/events.ts';
import * as http from '../../src/contracts/http.ts';
import * as live from '../../src/contracts/live.ts';
import * as sample from '../../src/contracts/sample.ts';
import * as topics from '../../src/contracts/topics.ts';
import * as update from '../../src/contracts/update.ts';

const modules = { calibration, config, diagnosis, events, http, live, sample, topics, update };
const named = Object.entries(modules).flatMap(([file, exported]) =>
  Object.values(exported)
    .filter(
      (value): value is TSchema & { $id: string; examples?: unknown[] } =>
        typeof (value as { $id?: unknown } | null)?.$id === 'string',
    )
    .map((schema) => ({ file, id: schema.$id, schema })),
);

describe('contracts', () => {
  test('ids are unique', () => {
    const ids = named.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(15);
  });

  const withExamples = named.filter(({ schema }) => schema.examples);
  test.each(withExamples)('the example of $id is valid, and a field more or less is not', ({ schema }) => {
    const validator = Compile(schema);
    for (const example of schema.examples ?? []) {
      expect(validator.Errors(example)).toEqual([]);
      if (typeof example !== 'object' || example === null) continue;
      expect(validator.Check({ ...example, surprise: 1 })).toBe(false);
      const [first] = Object.keys(example);
      const { [first as keyof typeof example]: _, ...less } = example;
      expect(validator.Check(less)).toBe(false);
    }
  });

  test('every MQTT message has an example', () => {
    for (const topic of Object.values(topics.TOPICS))
      expect((topic.schema as { examples?: unknown[] }).examples?.length).toBeGreaterThan(0);
  });

  test('every number says its unit, and the field ends in it', () => {
    const suffix: Record<string, RegExp> = {
      s: /S$/,
      mm: /Mm$/,
      ms: /Ms$/,
      kg: /Kg$/,
      N: /N$/,
      'm/s': /Mps$/,
      Hz: /Hz$/,
      deg: /Deg$/,
      '%': /[Pp]ercent$/,
      'counts/N': /CountsPerN$|countsPerN$/,
      counts: /Counts$/,
    };
    const seen: string[] = [];
    const walk = (schema: Record<string, unknown>, name: string, hasUnitBeside = false) => {
      const { type, unit } = schema as { type?: string; unit?: string };
      if (type === 'number' || type === 'integer') {
        seen.push(name);
        if (name === 'v' || name === 'status' || schema.const !== undefined || hasUnitBeside) return;
        expect(unit, `unit of ${name}`).toBeTypeOf('string');
        if (name.startsWith('rawLoad')) return; // named by the columns of the recording, a stable interface
        if (unit && suffix[unit]) expect(name, `name of a quantity in ${unit}`).toMatch(suffix[unit]);
      }
      for (const [key, child] of Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>))
        walk(child, key, 'unit' in (schema.properties as object));
      for (const child of (schema.anyOf ?? []) as Record<string, unknown>[]) walk(child, name);
      if (schema.items) walk(schema.items as Record<string, unknown>, name);
    };
    for (const { schema, id } of named) walk(schema as unknown as Record<string, unknown>, id);
    expect(seen.length).toBeGreaterThan(50);
  });
});
