/**
 * Passwords in the text of the configuration file: a page is sent `(hidden)` in their place, and what comes back with it keeps the
 * password that the file has. The rest of the text, comments too, stays as it is.
 */
import { isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml';
import { Config } from '../../contracts/config.ts';
import { HIDDEN, hidePassword, ProblemError } from '../../web/index.ts';
import { readYaml } from './yaml-document.ts';

interface Schema {
  secret?: boolean;
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** Where in the text a value stands that is secret, or holds a password. */
interface Spot {
  /** Names it also when the entries of a list are in another order: `mqtt.embedded.accounts.nodered.password`. */
  name: string;
  isSecret: boolean;
  value: string;
  start: number;
  end: number;
}

/** Null: the text isn't YAML, so its passwords can't be found. */
function spotsIn(yaml: string): Spot[] | null {
  const read = readYaml(yaml);
  if (!read.ok || read.document.errors.length > 0) return null;
  const spots: Spot[] = [];
  const visit = (node: unknown, schema: Schema | undefined, name: string): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const word = String(isScalar(key) ? key.value : key);
        visit(value, schema?.properties?.[word], name ? `${name}.${word}` : word);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => void visit(item, schema?.items, `${name}.${nameOfItem(item, index)}`));
    } else if (isScalar(node)) {
      const spot = spotOf(yaml, node, schema?.secret === true, name);
      if (spot) spots.push(spot);
    }
  };
  visit(read.document.contents, Config as Schema, '');
  return spots;
}

function spotOf(yaml: string, { value, range }: Scalar, isSecret: boolean, name: string): Spot | null {
  const text = String(value ?? '');
  if (!range || text === '') return null;
  if (!isSecret && !text.includes(HIDDEN) && hidePassword(text) === text) return null;
  const [start] = range;
  // That of a text over several lines ends behind its line end.
  return { name, isSecret, value: text, start, end: start + yaml.slice(start, range[1]).trimEnd().length };
}

function nameOfItem(item: unknown, index: number): string {
  const own = isMap(item) ? ((item as YAMLMap).get('username') ?? (item as YAMLMap).get('id')) : undefined;
  return typeof own === 'string' ? own : String(index);
}

/** From the last one to the first, so that the places of the others stay right. */
const replaced = (yaml: string, spots: readonly Spot[], textOf: (spot: Spot) => string) =>
  [...spots]
    .sort((a, b) => b.start - a.start)
    .reduce((text, spot) => text.slice(0, spot.start) + textOf(spot) + text.slice(spot.end), yaml);

export function hideSecrets(yaml: string): string {
  const spots = spotsIn(yaml);
  // Broken as it stands, it can still be read and put right; by its lines alone, rather too much is hidden than too little.
  if (!spots)
    return yaml
      .split('\n')
      .map((line) => hidePassword(line).replace(/(password["']?\s*:).*/i, `$1 "${HIDDEN}"`))
      .join('\n');
  return replaced(yaml, spots, ({ isSecret, value }) => JSON.stringify(isSecret ? HIDDEN : hidePassword(value)));
}

/**
 * @param before the file as it stands
 * @throws ProblemError 422 when a password that is to stay isn't there, or would go to another broker than the one it was written for
 */
export function withSecrets(yaml: string, before: string): string {
  const hidden = (spotsIn(yaml) ?? []).filter(({ value }) => value.includes(HIDDEN));
  if (hidden.length === 0) return yaml;
  const known = new Map((spotsIn(before) ?? []).map((spot) => [spot.name, spot]));
  return replaced(yaml, hidden, ({ name, isSecret, value }) => {
    const kept = known.get(name);
    const isSame = kept && (isSecret ? value === HIDDEN : hidePassword(kept.value) === value);
    if (!kept || !isSame) throw new ProblemError('secret-missing', { name });
    const receiver = RECEIVERS.find(({ secrets }) => secrets.test(name));
    if (receiver && receiver.of(yaml) !== receiver.of(before))
      throw new ProblemError('secret-for-another', { name, receiver: receiver.settings });
    const source = before.slice(kept.start, kept.end);
    return source.includes('\n') ? JSON.stringify(kept.value) : source;
  });
}

/** Whom the station sends a password to, as the file says. */
const RECEIVERS = [
  {
    secrets: /^mqtt\.(?!embedded\.)/,
    settings: 'mqtt.url',
    of: (yaml: string) => placeIn(yaml, ['mqtt', 'url']),
  },
  {
    secrets: /^mail\./,
    settings: 'mail.host, mail.port, mail.tls',
    of: (yaml: string) => ['host', 'port', 'tls'].map((key) => placeIn(yaml, ['mail', key])).join(' '),
  },
  {
    secrets: /^push\./,
    settings: 'push.url',
    of: (yaml: string) => placeIn(yaml, ['push', 'url']),
  },
] as const;

function placeIn(yaml: string, path: readonly string[]): string {
  const read = readYaml(yaml);
  return read.ok ? hidePassword(String(read.document.getIn(path) ?? '')) : '';
}
