/** The reference page of configuration and MQTT, written from the schemas: `lockout docs`. */
import type { TSchema } from 'typebox';
import { ALERTS } from '../../contracts/alerts.ts';
import { CHANNEL_REASONS } from '../../contracts/channel-reasons.ts';
import { Config } from '../../contracts/config.ts';
import { INPUT_FAULTS } from '../../contracts/input-faults.ts';
import { PROBLEMS } from '../../contracts/problems.ts';
import { REASONS } from '../../contracts/reasons.ts';
import { RECORDING_COLUMNS, RecordingRow } from '../../contracts/sample.ts';
import { COMMANDS, CommandResult, TOPICS } from '../../contracts/topics.ts';
import { leavesOf, variableOf } from '../config/env.ts';
import { remark } from '../config/starter.ts';

interface Schema {
  title?: string;
  description?: string;
  default?: unknown;
  examples?: readonly unknown[];
  properties?: Record<string, Schema>;
  anyOf?: readonly Schema[];
  type?: string;
  unit?: string;
  enum?: readonly unknown[];
}

export function referencePage(): string {
  return [
    '# Reference',
    '',
    'Written from the schemas in this folder by `npm run docs`; a test fails when it is stale. The HTTP API is at `/api/docs` of a running station.',
    '',
    '## Configuration',
    '',
    'A YAML file (`lockout.yaml`, or the one named by `--config` or `LOCKOUT_CONFIG`). Every field may be left out.',
    '',
    '| field | environment | default | meaning |',
    '|---|---|---|---|',
    ...configRows(),
    '',
    '## MQTT',
    '',
    'Below `<mqtt.base>/<site>/<bay>/`. Numbers carry their unit in their name; times are ISO 8601 in UTC; ids are UUIDv7.',
    'Messages from the outbox arrive at least once: the same `id` with the same `revision` is the same message. They arrive in order, but after a long',
    'time without the broker new ones come first and the old ones beside them: keep the highest `revision` of an `id`. `memberId` and `sessionId` are null',
    'unless the member agreed to share them (consent `shareSets`). A message with `deletedAt` says that its set or rep is gone: delete it too.',
    'To MQTT 5 each message says its content type, and by the user property `controller` which station sent it.',
    '',
    '| topic | retained | QoS | kept until delivered | meaning |',
    '|---|---|---|---|---|',
    ...Object.entries(TOPICS).map(([name, topic]) =>
      row(
        `\`${name}\``,
        yes(topic.retain),
        topic.qos,
        yes(topic.from === 'outbox'),
        (topic.schema as Schema).description,
      ),
    ),
    '',
    ...Object.entries(TOPICS).flatMap(([name, topic]) => section(name, topic.schema as Schema)),
    '## Reasons',
    '',
    'Why a movement has its verdict (`reasons` of a rep). `text` says kind and numbers in English; `text` as a kind is a sentence that an older version stored.',
    '',
    '| kind | params | text |',
    '|---|---|---|',
    ...kindRows(REASONS),
    '',
    'Why a channel has its status (`channels` of the state):',
    '',
    '| kind | params | text |',
    '|---|---|---|',
    ...kindRows(CHANNEL_REASONS),
    '',
    'What an alert says, unless board, sensor, storage or calibration say more:',
    '',
    '| kind | params | text |',
    '|---|---|---|',
    ...kindRows(ALERTS),
    '',
    '## Problems',
    '',
    'Every error of the HTTP API is an RFC 9457 document (`application/problem+json`): `kind` and `params` for programs, `detail` for people, `inputFaults` and `faults` for each fault',
    'of what was sent. `type` is `urn:lockout:problem:` and the kind.',
    '',
    '| kind | status | title | params | detail |',
    '|---|---|---|---|---|',
    ...kindRows(PROBLEMS, ({ status, title }) => [status, title]),
    '',
    'What can be wrong with a request (`inputFaults` of `invalid-input`):',
    '',
    '| kind | params | text |',
    '|---|---|---|',
    ...kindRows(INPUT_FAULTS),
    '',
    '## Recordings',
    '',
    'CSV: lines `# key: value` (`lockout-recording: 1` first; `title`, `source`, `exercise`, `force_mount` and further ones), then the names of the columns, then',
    'one row per sample in order of arrival. A blank cell: no reading. The first three columns are always there; further ones may follow.',
    '',
    '| column | field | meaning |',
    '|---|---|---|',
    ...Object.entries(RECORDING_COLUMNS).map(([field, column]) =>
      row(`\`${column}\``, `\`${field}\``, remark(inner((RecordingRow as Schema).properties![field]!))),
    ),
    '',
    '## Commands',
    '',
    'Publish JSON to `cmd/<name>`, not retained; the answer comes on `cmd/<name>/result`.',
    '',
    '| command | fields | does |',
    '|---|---|---|',
    ...Object.entries(COMMANDS).map(([name, command]) =>
      row(`\`${name}\``, Object.keys(command.schema.properties).join(', '), command.doc),
    ),
    '',
    ...section('cmd/<name>/result', CommandResult as Schema),
  ].join('\n');
}

interface Kind {
  params: { properties: Readonly<Record<string, Schema>> };
  text: (params: never) => string;
}

const kindRows = <K extends Kind>(kinds: Readonly<Record<string, K>>, more: (kind: K) => unknown[] = () => []) =>
  Object.entries(kinds).map(([name, kind]) => {
    const { params, text } = kind;
    const names = Object.keys(params.properties);
    const named = Object.fromEntries(
      names.map((param) => [param, params.properties[param]?.enum?.[0] ?? `<${param}>`]),
    );
    return row(
      `\`${name}\``,
      ...more(kind),
      names.map((param) => `\`${param}\``).join(', '),
      text(named as never).replaceAll('<', '\\<'),
    );
  });

function configRows(): string[] {
  return leavesOf(Config as TSchema, [])
    .filter(({ path }) => !(path[0] === 'bays' && path[1] !== 0))
    .map(({ path, schema }) => {
      const { default: fallback } = schema as Schema;
      const shown = fallback === undefined ? '' : `\`${JSON.stringify(fallback)}\``;
      return row(`\`${path.join('.')}\``, `\`${variableOf(path)}\``, shown, remark(schema as Schema));
    });
}

function section(name: string, schema: Schema): string[] {
  const fields = Object.entries(schema.properties ?? {}).map(([key, field]) =>
    row(`\`${key}\``, typeOf(field), remark(inner(field))),
  );
  const table = fields.length > 0 ? ['| field | type | meaning |', '|---|---|---|', ...fields, ''] : [];
  const example = schema.examples?.[0];
  const json = example === undefined ? [] : ['```json', JSON.stringify(example, null, 2), '```', ''];
  return [`### ${name}`, '', schema.description ?? '', '', ...table, ...json];
}

const inner = (schema: Schema): Schema => schema.anyOf?.find((option) => option.type !== 'null') ?? schema;
const typeOf = (schema: Schema): string =>
  schema.anyOf ? schema.anyOf.map(typeOf).join(' or ') : (schema.type ?? (schema.enum ? 'string' : 'any'));
const yes = (value: boolean) => (value ? 'yes' : 'no');
const row = (...cells: unknown[]) =>
  `| ${cells.map((cell) => String(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
