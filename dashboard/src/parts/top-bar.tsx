import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

type Scheme = 'dark' | 'light';
const STORED = 'lockout-scheme';

const scheme = signal<Scheme>('dark');

function show(next: Scheme): void {
  scheme.value = next;
  document.documentElement.dataset.scheme = next;
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
}

/** Dark unless somebody chose otherwise on this screen; call once, before the first drawing. */
export function startScheme(): void {
  show(localStorage.getItem(STORED) === 'light' ? 'light' : 'dark');
}

export function TopBar({ children }: { children: ComponentChildren }) {
  const other = scheme.value === 'dark' ? 'light' : 'dark';
  const choose = () => {
    localStorage.setItem(STORED, other);
    show(other);
  };
  return (
    <header class="top">
      {children}
      <button
        class="scheme"
        type="button"
        onClick={choose}
        aria-label={`Use the ${other} colours`}
        title={`Use the ${other} colours`}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="9" />
          <path d="M12 3a9 9 0 0 1 0 18z" />
        </svg>
      </button>
    </header>
  );
}
