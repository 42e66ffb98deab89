import { expect, it } from 'vitest';
import { configOptions } from '../../dashboard/src/locales/en/config-options.ts';
import { Config } from '../../src/contracts/config.ts';
import { exercises } from '../../src/contracts/exercises.ts';

interface Schema {
  type?: string;
  enum?: unknown[];
  anyOf?: { const?: unknown }[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

function choicesIn({ type, enum: values, anyOf, properties = {}, items }: Schema): string[] {
  const own = type === 'boolean' ? [true, false] : (values ?? anyOf?.map((one) => one.const) ?? []);
  return [...own.map(String), ...[...Object.values(properties), ...(items ? [items] : [])].flatMap(choicesIn)];
}

it('every choice of the configuration has words, and no words are left over', () => {
  const choices = choicesIn(Config as Schema).filter((one) => !/^\d+$/.test(one) && !(one in exercises));
  expect(new Set(Object.keys(configOptions))).toEqual(new Set(choices));
});
