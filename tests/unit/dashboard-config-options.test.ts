import { expect, it } from 'vitest';
import { choicesOf, type Schema } from '../../dashboard/src/admin/schema.ts';
import { configOptions } from '../../dashboard/src/locales/en/config-options.ts';
import { Config } from '../../src/contracts/config.ts';
import { exercises } from '../../src/contracts/exercises.ts';

function choicesIn(schema: Schema): string[] {
  const own = schema.type === 'boolean' ? ['true', 'false'] : (choicesOf(schema) ?? []);
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [...own, ...inner.flatMap(choicesIn)];
}

it('every choice of the configuration has words, and no words are left over', () => {
  const choices = choicesIn(Config as unknown as Schema).filter((one) => !/^\d+$/.test(one) && !(one in exercises));
  expect(new Set(Object.keys(configOptions))).toEqual(new Set(choices));
});
