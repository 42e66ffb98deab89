import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { link } from '../live/live-store.ts';
import { t } from '../locales/index.ts';

/** Longer than any answer of a station takes on a network that is well. */
const SLOW_MS = 5000;

/** Where something is loaded: as much room as it will take, roughly; when it takes long, why. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="skeleton__why" role="status">
        <Why />
      </p>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} aria-hidden="true" />
      ))}
    </div>
  );
}

/** Before anything of the page is known. It has no place of its own, so that nothing moves when the page comes. */
export function FirstPixels() {
  return (
    <p class="first-pixels" role="status" aria-busy="true">
      <Why />
    </p>
  );
}

function Why() {
  const isSlow = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (isSlow.value = true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  const { unreachable, slow, loading } = t().common;
  if (link.value.kind === 'lost')
    return (
      <b>
        {unreachable}. {t().link.retries}
      </b>
    );
  return isSlow.value ? <b>{slow}</b> : <span class="visually-hidden">{loading}</span>;
}
