import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';

const RADIUS = 88;
const LENGTH = 2 * Math.PI * RADIUS;

/** A ring that painters fill: `show` sets its state, which gives the colour, and its filled share from 0 to 1. */
export function useRing() {
  const ring = useRef<HTMLDivElement>(null);
  const arc = useRef<SVGCircleElement>(null);
  return useMemo(() => {
    const show = (state: string, share: number) => {
      if (arc.current) arc.current.style.strokeDashoffset = String(LENGTH * (1 - share));
      if (ring.current && ring.current.dataset.state !== state) ring.current.dataset.state = state;
    };
    return { ring, arc, show };
  }, []);
}

/** The ring around its words. */
export function Ring(props: {
  refs: ReturnType<typeof useRing>;
  state: string;
  testId: string;
  children: ComponentChildren;
}) {
  const { refs, state, testId, children } = props;
  return (
    <div class="ring" ref={refs.ring} data-state={state} data-testid={testId}>
      <svg viewBox="0 0 200 200" aria-hidden="true">
        <circle class="ring__track" cx="100" cy="100" r={RADIUS} />
        <circle
          class="ring__arc"
          ref={refs.arc}
          cx="100"
          cy="100"
          r={RADIUS}
          stroke-dasharray={LENGTH}
          stroke-dashoffset={LENGTH}
        />
      </svg>
      <p class="ring__text">{children}</p>
    </div>
  );
}
