import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { isMap, isSeq, parseDocument } from 'yaml';
import type { NamedFault } from '../api.ts';
import { Empty, Field } from '../components/form.tsx';
import { t } from '../locales/index.ts';
import { ConfigValue, type Context } from './config-value.tsx';
import { isWanted, labelOf, textOf } from './config-words.ts';
import { dotted, isPlainList, type Path, type Schema } from './schema.ts';

interface FormProps {
  schema: Schema;
  inForce: unknown;
  /** The text of the file; its comments stay where they are. */
  yaml: string;
  faults: readonly NamedFault[];
  onYaml: (yaml: string) => void;
}

/** A field for every value of the schema, by groups that fold out, and by a search. What is empty is left out of the file. */
export function ConfigForm({ schema, inForce, yaml, faults, onYaml }: FormProps) {
  const words = t().admin;
  const query = useSignal('');
  const document = useMemo(() => parseDocument(yaml), [yaml]);
  const set = (path: Path, value: unknown) => {
    const next = parseDocument(yaml);
    if (next.errors.length > 0) return;
    if (value === undefined) next.deleteIn(path);
    else {
      // `bays: [{}]` of an empty file isn't there to be written into.
      path.slice(0, -1).forEach((_, index) => {
        const parent = path.slice(0, index + 1);
        const node = next.getIn(parent);
        if (!isMap(node) && !isSeq(node))
          next.setIn(parent, next.createNode(typeof path[index + 1] === 'number' ? [] : {}));
      });
      next.setIn(path, value);
    }
    onYaml(next.toString());
  };
  const remove = (path: Path) => {
    const next = parseDocument(yaml);
    if (next.deleteIn(path)) onYaml(next.toString());
  };
  const wanted = query.value.trim().toLocaleLowerCase();
  const context: Context = { read: (path) => document.getIn(path), set, remove, faults, wanted };
  const isNowhere = wanted !== '' && !isWanted(schema, [], wanted);
  return (
    <div class="stack">
      <Field
        label={words.configSearch}
        type="search"
        autoComplete="off"
        value={query.value}
        onValue={(next) => (query.value = next)}
      />
      {isNowhere && <Empty icon="alert" title={words.configNothing(query.value.trim())} />}
      <Group schema={{ properties: plainOf(schema) }} path={[]} inForce={inForce} {...context} />
      {Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
        const value = (inForce as Record<string, unknown> | null)?.[name];
        if (inner.properties) return [<Section key={name} schema={inner} path={[name]} inForce={value} {...context} />];
        const each = inner.items;
        if (!each?.properties) return [];
        const items = Array.isArray(value) ? value : [];
        return items.map((item, index) => (
          <Section key={`${name} ${index}`} schema={each} path={[name, index]} inForce={item} {...context} />
        ));
      })}
    </div>
  );
}

interface PartProps extends Context {
  schema: Schema;
  path: Path;
  inForce: unknown;
}

const isPlain = (schema: Schema) => !schema.properties && (schema.type !== 'array' || isPlainList(schema));
const plainOf = (schema: Schema) =>
  Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([, inner]) => isPlain(inner)));

/** A group that folds out; it is open where something was found in it, or is wrong. */
function Section(props: PartProps) {
  const { schema, path, inForce, faults, wanted } = props;
  if (!isWanted(schema, path, wanted)) return null;
  const hasFault = faults.some(({ name }) => `${name}.`.startsWith(`${path.join('.')}.`));
  const name = (inForce as { name?: unknown } | null | undefined)?.name;
  const number = path.at(-1);
  const which =
    typeof number !== 'number' ? '' : typeof name === 'string' ? ` ${number + 1}: ${name}` : ` ${number + 1}`;
  const help = textOf(path)?.[1];
  return (
    <details
      class={path.length > 1 && typeof number === 'string' ? 'config__part' : 'panel'}
      open={hasFault || wanted !== '' || undefined}
    >
      <summary>
        {labelOf(path)}
        {which}
      </summary>
      {help && <p class="lead">{help}</p>}
      <Group {...props} />
    </details>
  );
}

function Group({ schema, path, inForce, ...context }: PartProps) {
  // A search for a group's name shows the whole group.
  const wanted = isWanted({}, path, context.wanted) ? '' : context.wanted;
  const inner = { ...context, wanted };
  return (
    <div class="stack">
      {Object.entries(schema.properties ?? {}).map(([name, one]) => {
        const at = [...path, name];
        if (!isWanted(one, at, wanted)) return null;
        const value = (inForce as Record<string, unknown> | null | undefined)?.[name];
        if (isPlain(one)) return <ConfigValue key={name} schema={one} path={at} inForce={value} {...inner} />;
        if (one.items?.properties) return <List key={name} schema={one} path={at} inForce={value} {...inner} />;
        return one.properties ? <Section key={name} schema={one} path={at} inForce={value} {...inner} /> : null;
      })}
    </div>
  );
}

/** Several of a kind, such as card readers: each with its fields, one more, one less. */
function List({ schema, path, inForce, ...context }: PartProps) {
  const words = t().admin;
  const own = context.read(path);
  const items: unknown[] = isSeq(own) ? own.toJSON() : Array.isArray(inForce) ? inForce : [];
  const item = schema.items ?? {};
  const first = Object.keys(item.properties ?? {})[0];
  const what = labelOf(path);
  const help = textOf(path)?.[1];
  return (
    <fieldset class="config__group">
      <legend>{what}</legend>
      {help && <p class="lead">{help}</p>}
      {items.map((value, index) => (
        <div key={dotted([...path, index])} class="config__item">
          <Group schema={item} path={[...path, index]} inForce={value} {...context} />
          <button class="button" type="button" onClick={() => context.remove([...path, index])}>
            {words.removeItem(`${what} ${index + 1}`)}
          </button>
        </div>
      ))}
      {items.length < (schema.maxItems ?? Number.POSITIVE_INFINITY) && first !== undefined && (
        <p>
          <button
            class="button"
            type="button"
            onClick={() => context.set([...path, items.length, first], item.properties?.[first]?.default)}
          >
            {words.addItem(what)}
          </button>
        </p>
      )}
    </fieldset>
  );
}
