import { useMemo } from 'preact/hooks';
import { isMap, isSeq, parseDocument } from 'yaml';
import { Field, Pick } from '../parts/form.tsx';
import { NumberField } from '../parts/number-field.tsx';
import { language, t } from '../texts/index.ts';
import { writtenNumber } from '../typed-number.ts';
import { choicesOf, dotted, isNumber, isPlainList, type Path, parsed, type Schema, shown } from './schema.ts';

interface FormProps {
  schema: Schema;
  inForce: unknown;
  /** The text of the file; its comments stay where they are. */
  yaml: string;
  faults: readonly string[];
  onYaml: (yaml: string) => void;
}

/** A field for every value of the schema, with the schema's own words. What is empty is left out of the file. */
export function ConfigForm({ schema, inForce, yaml, faults, onYaml }: FormProps) {
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
  const restarts = schema.requiresRestart === true;
  const context: Context = { read: (path) => document.getIn(path), set, remove, faults, restarts };
  return (
    <div class="stack">
      <Group schema={{ properties: plainOf(schema) }} path={[]} inForce={inForce} {...context} />
      {Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
        const value = (inForce as Record<string, unknown> | null)?.[name];
        if (inner.properties) return [<Section key={name} schema={inner} path={[name]} inForce={value} {...context} />];
        if (!inner.items?.properties) return [];
        const items = Array.isArray(value) ? value : [];
        return items.map((item, index) => (
          <Section
            key={`${name} ${index}`}
            schema={{ ...inner.items, title: `${inner.items?.title ?? name} ${index + 1}` }}
            path={[name, index]}
            inForce={item}
            {...context}
          />
        ));
      })}
    </div>
  );
}

interface Context {
  read: (path: Path) => unknown;
  set: (path: Path, value: unknown) => void;
  remove: (path: Path) => void;
  faults: readonly string[];
  /** Whether a change holds from the next start on. */
  restarts: boolean;
}
interface PartProps extends Context {
  schema: Schema;
  path: Path;
  inForce: unknown;
}

const isPlain = (schema: Schema) => !schema.properties && (schema.type !== 'array' || isPlainList(schema));
const plainOf = (schema: Schema) =>
  Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([, inner]) => isPlain(inner)));

function Section(props: PartProps) {
  const hasFault = props.faults.some((fault) => fault.includes(dotted(props.path)));
  return (
    <details class="panel" open={hasFault || undefined}>
      <summary>{props.schema.title ?? dotted(props.path)}</summary>
      {props.schema.description && <p class="lead">{props.schema.description}</p>}
      <Group {...props} />
    </details>
  );
}

function Group({ schema, path, inForce, ...context }: PartProps) {
  return (
    <div class="stack">
      {Object.entries(schema.properties ?? {}).map(([name, inner]) => {
        const at = [...path, name];
        const value = (inForce as Record<string, unknown> | null | undefined)?.[name];
        if (isPlain(inner))
          return <Value key={name} name={name} schema={inner} path={at} inForce={value} {...context} />;
        if (inner.items?.properties) return <List key={name} schema={inner} path={at} inForce={value} {...context} />;
        if (!inner.properties) return null;
        return (
          <fieldset key={name} class="config__group">
            <legend>{inner.title ?? name}</legend>
            {inner.description && <p class="lead">{inner.description}</p>}
            <Group schema={inner} path={at} inForce={value} {...context} />
          </fieldset>
        );
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
  const what = item.title ?? dotted(path);
  return (
    <fieldset class="config__group">
      <legend>{what}</legend>
      <p class="lead">{schema.description ?? item.description}</p>
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

/** Counts per newton have that many. */
const MOST_DECIMALS = 9;

function Value({ name, schema, path, inForce, read, set, faults, restarts }: PartProps & { name: string }) {
  const words = t().admin;
  const own = read(path);
  const plain = isPlainList(schema) && isSeq(own) ? own.toJSON() : own;
  const choices = schema.type === 'boolean' ? ['true', 'false'] : choicesOf(schema);
  const { minimum, exclusiveMinimum, maximum } = schema;
  const low = minimum ?? exclusiveMinimum;
  const range = low !== undefined && maximum !== undefined ? words.range(String(low), String(maximum)) : '';
  const standard = shown(schema.default);
  const hint = [schema.description, range, restarts && words.restart].filter(Boolean).join(' · ');
  const fault = faults.find((one) => one.includes(dotted(path))) ?? '';
  const label = schema.unit && schema.unit !== '1' ? `${name} (${schema.unit})` : name;
  if (choices)
    return (
      <div>
        <Pick
          label={label}
          value={shown(plain)}
          options={[['', `${words.standard}: ${standard}`], ...choices.map((one) => [one, one] as const)]}
          onValue={(next) =>
            set(path, schema.type === 'boolean' && next !== '' ? next === 'true' : parsed(next, schema))
          }
        />
        <p class="field__hint">{hint}</p>
        {fault && <p class="field__fault">{fault}</p>}
      </div>
    );
  const about = { label, hint, fault, unit: schema.unit === '1' ? '' : (schema.unit ?? '') };
  if (isNumber(schema))
    return (
      <NumberField
        {...about}
        value={typeof plain === 'number' ? plain : null}
        decimals={MOST_DECIMALS}
        placeholder={typeof inForce === 'number' ? writtenNumber(inForce, language.value, MOST_DECIMALS) : standard}
        onValue={(next) => set(path, next ?? undefined)}
        onOther={(text) => set(path, text)}
      />
    );
  return (
    <Field
      {...about}
      // No password of who reads this: browsers take several of those in one form for a mistake, and offer to keep them.
      isMasked={schema.secret === true}
      autoComplete="off"
      value={shown(plain)}
      placeholder={shown(inForce) || standard}
      onValue={(next) => set(path, parsed(next, schema))}
    />
  );
}
