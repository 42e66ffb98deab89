/** The starting configuration file, written from the schema: each field with its text, unit, range and default. */
import { Config } from '../../contracts/config.ts';

interface Schema {
  type?: string;
  title?: string;
  description?: string;
  unit?: string;
  minimum?: number;
  maximum?: number;
  enum?: readonly unknown[];
  default?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
}

export function starterFile(): string {
  return [
    '# Lockout configuration. Every field may be left out; what stands here is its default.',
    '# Each can come from the environment too: web.port from LOCKOUT_WEB_PORT, bays[0].board.port from LOCKOUT_BAYS_0_BOARD_PORT.',
    ...fields(Config as Schema, ''),
    '',
  ].join('\n');
}

/** What the schema says of a field: its text, unit, range or words. */
export function remark(schema: Schema): string {
  const unit = schema.unit && schema.unit !== '1' ? ` [${schema.unit}]` : '';
  const range =
    schema.minimum !== undefined && schema.maximum !== undefined ? ` (${schema.minimum} to ${schema.maximum})` : '';
  const words = schema.enum ? ` (${schema.enum.join(', ')})` : '';
  return `${schema.description ?? schema.title ?? ''}${unit}${range}${words}`;
}

function fields(schema: Schema, indent: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    const note = remark(field) ? ['', `${indent}# ${remark(field)}`] : [];
    if (field.properties) return [...note, ...group(field, key, indent)];
    if (field.items?.properties) {
      const lines = [`${indent}${key}:`, `${indent}  -`, ...fields(field.items, `${indent}    `)];
      return [...note, ...(Array.isArray(field.default) && field.default.length === 0 ? commented(lines) : lines)];
    }
    if (field.default === undefined) return [...note, `${indent}# ${key}:`];
    return [...note, `${indent}${key}: ${JSON.stringify(field.default)}`];
  });
}

/** A group that is left out by default, or that holds nothing by default, is there as a comment. */
function group(schema: Schema, key: string, indent: string): string[] {
  const lines = [`${indent}${key}:`, ...fields(schema, `${indent}  `)];
  const isLeftOut = schema.default === undefined || lines.slice(1).every((line) => /^\s*(#|$)/.test(line));
  return isLeftOut ? commented(lines) : lines;
}

const commented = (lines: readonly string[]) => lines.map((line) => line.replace(/^(\s*)(?=[^\s#])/, '$1# '));
