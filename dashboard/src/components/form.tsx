import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { age } from '../format.ts';
import { nowMs } from '../live/live-store.ts';
import type { Action } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import { Fault } from './fault.tsx';
import { Icon, type IconName } from './icon.tsx';
import '../styles/forms.css';

interface FieldProps {
  type?: 'text' | 'password' | 'search' | 'url';
  inputMode?: 'numeric' | 'decimal';
  autoComplete?: string;
  autoCapitalize?: 'none' | 'characters';
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  placeholder?: string;
  /** It is what the page begins with. */
  takesFocus?: boolean;
  /** Shows dots, and is no password of this browser's. */
  isMasked?: boolean;
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string;
  /** Stands behind the value, such as `kg`. */
  unit?: string;
  fault?: string;
  /** Its form can't be sent with this fault. */
  blocks?: boolean;
}

/** One line to type into, with its label, its unit, and what is wrong with it. */
export function Field({
  label,
  value,
  onValue,
  hint = '',
  unit = '',
  fault = '',
  blocks = false,
  isMasked = false,
  takesFocus = false,
  ...input
}: FieldProps) {
  const id = useId();
  const element = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    element.current?.setCustomValidity(blocks ? fault : '');
  }, [blocks, fault]);
  useLayoutEffect(() => {
    if (takesFocus) element.current?.focus();
  }, []);
  const about = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="field__line">
        <input
          // Preact types each kind of input apart.
          {...(input as object)}
          ref={element}
          id={id}
          class="input"
          data-masked={isMasked}
          value={value}
          aria-invalid={fault !== ''}
          aria-describedby={about || undefined}
          onInput={({ currentTarget }) => onValue(currentTarget.value)}
        />
        {unit && <span class="field__unit">{unit}</span>}
      </span>
      {hint && (
        <p class="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="field__fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** One of several, in a list that folds out. */
export function Pick<V extends string>(props: {
  label: string;
  hint?: string;
  value: V;
  options: readonly (readonly [V, string])[];
  onValue: (value: V) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        class="select"
        value={props.value}
        onChange={({ currentTarget }) => props.onValue(currentTarget.value as V)}
      >
        {props.options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {props.hint !== undefined && (
        <p class="field__hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

/** On or off, in effect at once. */
export function Switch(props: {
  label: string;
  hint?: string;
  isOn: boolean;
  /** Visible, but not editable for this user. */
  isFixed?: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.isOn}
        checked={props.isOn}
        disabled={props.isFixed}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />
      <span class="switch__track" aria-hidden="true" />
      <span>
        <b>{props.label}</b>
        {props.hint && <small>{props.hint}</small>}
      </span>
    </label>
  );
}

export interface FormProps {
  action: Action;
  submit: string;
  onSubmit: () => void;
  isBlocked?: boolean;
  children: ComponentChildren;
  /** Beside the button. */
  more?: ComponentChildren;
}

/** A form that sends once, and says what went wrong above its button; it observes the station's Retry-After. */
export function Form(props: FormProps) {
  const { action, submit, onSubmit, isBlocked = false, children, more } = props;
  const wait = useWait(action);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <Fault failure={action.failure.value} />
      <div class="form__end">
        <button
          class="button"
          data-kind="main"
          type="submit"
          disabled={action.isBusy.value || isBlocked || wait !== null}
        >
          {wait ?? submit}
        </button>
        {more}
      </div>
    </form>
  );
}

/** What the button says while the station hears no further try; null when it hears one. */
function useWait({ failure }: Action): string | null {
  const until = useSignal(0);
  const retryAfterS = failure.value?.retryAfterS ?? null;
  useEffect(() => {
    until.value = retryAfterS === null ? 0 : Date.now() + retryAfterS * 1000;
  }, [failure.value]);
  const leftMs = until.value === 0 ? 0 : until.value - nowMs.value;
  return leftMs > 0 ? t().account.wait(age(leftMs)) : null;
}

/** Nothing is there yet, and what to do about it. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p>
        <b>{title}</b>
      </p>
      {children}
    </div>
  );
}
