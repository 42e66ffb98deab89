import fc from 'fast-check';
import Type, { type TSchema } from 'typebox';
import { describe, expect, it } from 'vitest';
import * as diagnosis from '../../src/contracts/diagnosis.ts';
import * as events from '../../src/contracts/events.ts';
import * as http from '../../src/contracts/http.ts';
import * as live from '../../src/contracts/live.ts';
import { Member, MemberPage } from '../../src/contracts/members.ts';
import { declared } from '../../src/web/declared.ts';

const schemas = Object.entries({ ...events, ...http, ...live, ...diagnosis } as Record<string, unknown>).filter(
  (entry): entry is [string, TSchema & { examples: unknown[] }] =>
    Array.isArray((entry[1] as { examples?: unknown[] } | null)?.examples),
);

/** The same with a secret in every object. */
function spoiled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoiled);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.entries(value).map(([key, one]) => [key, spoiled(one)]);
  return { ...Object.fromEntries(inner), secretHash: '$scrypt$', toJSON2: { deep: 1 } };
}

describe('what an answer declares', () => {
  it.each(schemas)('of a %s is all of its example, and nothing that was added to it', (_, schema) => {
    for (const example of schema.examples) {
      expect(declared(example, schema)).toEqual(example);
      expect(declared(spoiled(example), schema)).toEqual(example);
    }
  });

  it('is a copy: what was handed over is not touched', () => {
    const row = { id: '1', alias: 'Mira', secretHash: 'x' };
    const page = { members: [row], next: null, total: 7 };
    expect(declared(page, MemberPage)).toEqual({ members: [{ id: '1', alias: 'Mira' }], next: null });
    expect(row.secretHash).toBe('x');
    expect(declared(row, Member)).not.toHaveProperty('secretHash');
  });

  it('follows unions by what tells their forms apart, and sends nothing of a form that is none of them', () => {
    const Load = Type.Union([
      Type.Object({ kind: Type.Literal('free') }, { additionalProperties: false }),
      Type.Object({ kind: Type.Literal('load'), loadKg: Type.Number() }, { additionalProperties: false }),
      Type.Null(),
    ]);
    expect(declared({ kind: 'load', loadKg: 80, note: 'x' }, Load)).toEqual({ kind: 'load', loadKg: 80 });
    expect(declared({ kind: 'free', loadKg: 80 }, Load)).toEqual({ kind: 'free' });
    expect(declared({ kind: 'other', loadKg: 80 }, Load)).toEqual({});
    expect(declared(null, Load)).toBeNull();
  });

  it('takes no name of every object for a declared one', () => {
    fc.assert(
      fc.property(fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty'), (key) => {
        const value = JSON.parse(`{"id":"1","${key}":"x"}`);
        expect(Object.keys(declared(value, Member) as object)).toEqual(['id']);
      }),
    );
  });
});
