import { isSeq } from 'yaml';
import type { NamedFault } from '../api.ts';
import { Field, Pick } from '../components/form.tsx';
import { NumberField } from '../components/number-field.tsx';
import { language, t } from '../locales/index.ts';
import { writtenNumber } from '../typed-number.ts';
import { labelOf, optionWords, textOf } from './config-words.ts';
import { PortPick } from './ports.tsx';
import { choicesOf, isNumber, isPlainList, type Path, parsed, type Schema, shown } from './schema.ts';

/** Counts per newton have that many. */
const MOST_DECIMALS = 9;

export interface Context {
  read: (path: Path) => unknown;
  set: (path: Path, value: unknown) => void;
  remove: (path: Path) => void;
  faults: readonly NamedFault[];
  /** What is searched for, in small letters; empty: everything is there. */
  wanted: string;
}

/** One value: chosen where there are choices, else typed. Its placeholder is what applies without it. */
export function ConfigValue(props: Context & { schema: Schema; path: Path; inForce: unknown }) {
  const { schema, path, inForce, read, set, faults } = props;
  const words = t().admin;
  const own = read(path);
  const plain = isPlainList(schema) && isSeq(own) ? own.toJSON() : own;
  const choices = schema.type === 'boolean' ? ['true', 'false'] : choicesOf(schema);
  const { minimum, exclusiveMinimum, maximum } = schema;
  const low = minimum ?? exclusiveMinimum;
  const range = low !== undefined && maximum !== undefined ? words.range(String(low), String(maximum)) : '';
  const standard = shown(schema.default);
  const hint = [textOf(path)?.[1] ?? schema.description, range].filter(Boolean).join(' · ');
  const fault = faults.find(({ name }) => name === path.join('.'))?.text ?? '';
  if (choices)
    return (
      <div>
        <Pick
          label={labelOf(path)}
          value={shown(plain)}
          options={[
            ['', `${words.standard}: ${optionWords(standard)}`],
            ...choices.map((one) => [one, optionWords(one)] as const),
          ]}
          onValue={(next) =>
            set(path, schema.type === 'boolean' && next !== '' ? next === 'true' : parsed(next, schema))
          }
        />
        {hint && <p class="field__hint">{hint}</p>}
        {fault && <p class="field__fault">{fault}</p>}
      </div>
    );
  const unit = schema.unit === '1' ? '' : (schema.unit ?? '');
  const about = { label: labelOf(path), hint, fault, unit: words.units[unit as keyof typeof words.units] ?? unit };
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
  const field = (
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
  if (path.join('.').endsWith('board.port'))
    return (
      <div class="stack">
        {field}
        <PortPick value={shown(plain)} onPick={(port) => set(path, port)} />
      </div>
    );
  return field;
}
