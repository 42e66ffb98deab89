import { computed, signal } from '@preact/signals';

const path = signal(location.pathname);

export type Route = { page: 'home' } | { page: 'bay'; bay: string } | { page: 'none' };

export const route = computed<Route>(() => {
  if (path.value === '/') return { page: 'home' };
  const bay = /^\/bay\/([a-z0-9-]+)\/?$/.exec(path.value)?.[1];
  return bay ? { page: 'bay', bay } : { page: 'none' };
});

export const bayPath = (bay: string) => `/bay/${bay}`;

/** Follows links of this page without loading it again; call once. */
export function startRouter(): void {
  addEventListener('popstate', () => (path.value = location.pathname));
  document.addEventListener('click', (event) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    if (!isPlain || !anchor || anchor.origin !== location.origin || anchor.hasAttribute('download')) return;
    if (anchor.pathname !== '/' && !anchor.pathname.startsWith('/bay/')) return;
    event.preventDefault();
    history.pushState(null, '', anchor.href);
    path.value = anchor.pathname;
    scrollTo(0, 0);
  });
}
