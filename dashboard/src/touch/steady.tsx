import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/** A thumb that touches twice by accident does so within this: what has just come under it can't be touched yet. */
const STEADY_MS = 400;

/** False for a moment after this came on the screen, and after each change of what it shows. */
export function useSteady(shows: unknown = null): boolean {
  const steadyFor = useSignal<unknown>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => (steadyFor.value = shows), STEADY_MS);
    return () => clearTimeout(timer);
  }, [shows]);
  return steadyFor.value === shows;
}

/** Large enough for a thumb in a hurry; `isSteady` false: it does nothing yet, and looks the same. */
export function TouchButton(props: {
  isSteady: boolean;
  onTouch: () => void;
  kind?: 'main' | 'plain';
  isPressed?: boolean;
  label?: string;
  children: ComponentChildren;
}) {
  const { isSteady, onTouch, kind = 'plain', isPressed, label, children } = props;
  return (
    <button
      class="touch"
      type="button"
      data-kind={kind}
      disabled={!isSteady}
      aria-pressed={isPressed}
      aria-label={label}
      onClick={onTouch}
    >
      {children}
    </button>
  );
}
