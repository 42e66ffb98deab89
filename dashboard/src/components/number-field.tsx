import { useSignal } from '@preact/signals';
import { language, t } from '../locales/index.ts';
import { readNumber, type TypedNumber, writtenNumber } from '../typed-number.ts';
import { Field } from './form.tsx';

export interface NumberLimits {
  min?: number;
  max?: number;
  /** Only whole numbers. */
  whole?: boolean;
}

interface NumberFieldProps extends NumberLimits {
  label: string;
  /** Null: empty. What is typed stays as it is typed; another `key` begins with another number. */
  value: number | null;
  /** Null: empty, or not a number of the field: then its form can't be sent. */
  onValue: (value: number | null) => void;
  /** For a fault that is reported elsewhere: what was typed instead of a number; it blocks nothing then. */
  onOther?: (text: string) => void;
  unit?: string;
  hint?: string;
  placeholder?: string;
  required?: boolean;
  /** A fault that was found elsewhere. */
  fault?: string;
  /** How many decimals of the value are shown. */
  decimals?: number;
}

/** A number in the reader's own way of writing. */
export function NumberField(props: NumberFieldProps) {
  const { value, onValue, onOther, min, max, whole, fault = '', decimals, ...field } = props;
  const typed = useSignal(value === null ? '' : writtenNumber(value, language.value, decimals));
  const wrong = numberFault(readNumber(typed.value, language.value), { min, max, whole });
  return (
    <Field
      {...field}
      inputMode={whole && (min ?? 0) >= 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      value={typed.value}
      fault={wrong || fault}
      blocks={wrong !== '' && !onOther}
      onValue={(next) => {
        typed.value = next;
        const read = readNumber(next, language.value);
        const isFine = numberFault(read, { min, max, whole }) === '';
        if (!isFine && onOther) onOther(next);
        else onValue(isFine && read.kind === 'number' ? read.value : null);
      }}
    />
  );
}

type Loose = { [K in keyof NumberLimits]: NumberLimits[K] | undefined };

/** What is wrong with a number, what would be right; empty: nothing. */
function numberFault(read: TypedNumber, { min, max, whole }: Loose): string {
  const words = t().numbers;
  const shown = (value: number) => writtenNumber(value, language.value);
  if (read.kind === 'empty') return '';
  if (read.kind === 'no-number') return words.noNumber(shown(62.5));
  if (read.kind === 'two-readings') return words.twoReadings(shown(read.whole), shown(read.decimal));
  if (whole && !Number.isInteger(read.value)) return words.whole;
  if (min !== undefined && read.value < min) return words.atLeast(shown(min));
  if (max !== undefined && read.value > max) return words.atMost(shown(max));
  return '';
}
