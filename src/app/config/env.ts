/**
 * The environment side of the configuration: `LOCKOUT_` and the path in capitals, `mqtt.embedded.port` being
 * `LOCKOUT_MQTT_EMBEDDED_PORT` and `bays[0].load.countsPerN` being `LOCKOUT_BAYS_0_LOAD_COUNTS_PER_N`. The values of a list are
 * separated by commas.
 */
import { type Fault, inVariable, nearest, type Path } from './faults.ts';

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  maxItems?: number;
}

const PREFIX = 'LOCKOUT_';
/** Read elsewhere: which file to load, and the token that the command line sends. */
const NOT_VALUES = new Set(['LOCKOUT_CONFIG', 'LOCKOUT_TOKEN', 'LOCKOUT_RESTARTED_BY']);

/** `countsPerN` is `COUNTS_PER_N`. */
const shout = (part: string | number) =>
  String(part)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();
export const variableOf = (path: Path) => PREFIX + path.map(shout).join('_');

/** Every leaf of the schema; lists of groups up to as many entries as the schema allows, a list of plain values is one leaf. */
export function leavesOf(schema: Schema, path: Path = []): { path: Path; schema: Schema }[] {
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([key, child]) => leavesOf(child, [...path, key]));
  if (schema.items?.properties)
    return Array.from({ length: schema.maxItems ?? 1 }, (_, index) => leavesOf(schema.items!, [...path, index])).flat();
  return [{ path, schema }];
}

interface FromEnvironment {
  value: unknown;
  /** Dotted path → the variable that set it, so that a fault can name its origin. */
  variables: Map<string, string>;
  faults: Fault[];
}

export function readEnvironment(schema: unknown, base: unknown, env: NodeJS.ProcessEnv): FromEnvironment {
  const given = Object.keys(env).filter((name) => name.startsWith(PREFIX) && !NOT_VALUES.has(name));
  const result: FromEnvironment = { value: base, variables: new Map(), faults: [] };
  if (given.length === 0) return result;
  const leaves = new Map(leavesOf(schema as Schema).map((leaf) => [variableOf(leaf.path), leaf]));
  for (const name of given.sort()) {
    const leaf = leaves.get(name);
    if (!leaf) {
      const near = nearest(name, [...leaves.keys()]);
      result.faults.push({ ...inVariable(name), code: { kind: 'unknown-variable', params: { near: near ?? '' } } });
      continue;
    }
    result.variables.set(leaf.path.join('.'), name);
    result.value = assign(result.value, leaf.path, parse(env[name] ?? '', leaf.schema));
  }
  return result;
}

/** Text that is no number stays text, so that the schema check reports it. */
function parse(text: string, { type, items }: Schema): unknown {
  if (items) return text.trim() === '' ? [] : text.split(',').map((part) => parse(part.trim(), items));
  if (type === 'number' || type === 'integer')
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** Where the file has something else than a group or a list, that stays: the schema check reports it. */
function assign(target: unknown, [head, ...rest]: Path, value: unknown): unknown {
  if (head === undefined) return value;
  const group = target === undefined ? (typeof head === 'number' ? [] : {}) : target;
  if (group === null || typeof group !== 'object') return group;
  // A copy, because an alias in the file makes one group stand in several places.
  const copy = (Array.isArray(group) ? [...group] : { ...group }) as Record<string | number, unknown>;
  copy[head] = assign(copy[head], rest, value);
  if (Array.isArray(copy)) for (let index = 0; index < copy.length; index++) copy[index] ??= {}; // a list has no holes
  return copy;
}
