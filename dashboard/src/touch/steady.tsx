import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A thumb that touches twice by accident does so within this: what has just come under it can't be touched yet. */
const STEADY_MS = 400;

/** False for a moment after this came on the screen, and after each change of what it shows. */
export function useSteady(shows: unknown = null): boolean {
  const scene = useRef({ shows, isSteady: false });
  const drawn = useSignal(0);
  if (scene.current.shows !== shows) scene.current = { shows, isSteady: false };
  const { current } = scene;
  useEffect(() => {
    const timer = setTimeout(() => {
      current.isSteady = true;
      drawn.value += 1;
    }, STEADY_MS);
    return () => clearTimeout(timer);
  }, [current]);
  return drawn.value >= 0 && current.isSteady;
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
