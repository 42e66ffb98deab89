import { computed, signal } from '@preact/signals';
import type { Route } from './route.ts';

const address = signal(location.pathname + location.search);

export type Routes = readonly (readonly [RegExp, (found: readonly string[], query: URLSearchParams) => Route])[];

/** Every page of a station. The first pattern that fits wins. */
const ROUTES: Routes = [
  [/^\/$/, () => ({ page: 'home' })],
  [/^\/floor\/?$/, () => ({ page: 'floor' })],
  [/^\/floor\/([a-z0-9-]+)\/?$/, ([bay = '']) => ({ page: 'floor-bay', bay })],
  [/^\/bay\/([a-z0-9-]+)\/?$/, ([bay = '']) => ({ page: 'bay', bay })],
  [/^\/set\/([0-9a-f-]+)\/?$/, ([set = ''], query) => ({ page: 'set', set, compare: query.get('compare') })],
  [/^\/log-in\/?$/, () => ({ page: 'log-in', isFirst: false })],
  // The terminal names it: without an admin, the page begins with the one-time code.
  [/^\/set-up\/?$/, () => ({ page: 'log-in', isFirst: true })],
  [/^\/pair\/?$/, () => ({ page: 'pair' })],
  [/^\/claim(?:\/([\w-]+))?\/?$/, ([code = ''], query) => ({ page: 'claim', code: code || (query.get('code') ?? '') })],
  [/^\/me(?:\/([a-z-]+))?\/?$/, ([tab = '']) => ({ page: 'me', tab })],
  // They were a tab of Manage once.
  [/^\/(?:admin\/)?members\/?$/, () => ({ page: 'members' })],
  [/^\/leaderboard\/?$/, () => ({ page: 'leaderboard' })],
  [/^\/programmes(?:\/([a-z-]+))?\/?$/, ([tab = '']) => ({ page: 'programmes', tab })],
  [/^\/member\/([0-9a-f-]+)(?:\/([a-z-]+))?\/?$/, ([member = '', tab = '']) => ({ page: 'member', member, tab })],
  [/^\/admin(?:\/([a-z-]+))?\/?$/, ([tab = '']) => ({ page: 'admin', tab })],
  [/^\/set-up\/([a-z0-9-]+)\/?$/, ([bay = '']) => ({ page: 'set-up', bay })],
  [/^\/analysis\/?$/, (_, query) => ({ page: 'analysis', set: query.get('set') })],
  [/^\/gallery\/?$/, () => ({ page: 'gallery' })],
];

export const bayPath = (bay: string) => `/bay/${bay}`;
export const floorBayPath = (bay: string) => `/floor/${bay}`;
export const setPath = (set: string, compare: string | null = null) =>
  `/set/${set}${compare === null ? '' : `?compare=${compare}`}`;
export const memberPath = (member: string, tab = '') => `/member/${member}${tab === '' ? '' : `/${tab}`}`;
export const myPath = (tab = '') => `/me${tab === '' ? '' : `/${tab}`}`;
export const MEMBERS_PATH = '/members';
export const programmesPath = (tab = '') => `/programmes${tab === '' ? '' : `/${tab}`}`;
export const adminPath = (tab = '') => `/admin${tab === '' ? '' : `/${tab}`}`;
/** Behind the `#` it is sent to no server and stands in no log. */
export const pairPath = (code = '') => (code === '' ? '/pair' : `/pair#${code}`);
export const ANALYSIS_PATH = '/analysis';
export const analysisPath = (set: string) => `${ANALYSIS_PATH}?set=${set}`;
export const setUpPath = (bay: string) => `/set-up/${bay}`;

let routes = ROUTES;

function routeOf(wanted: string): Route {
  const url = new URL(wanted, location.origin);
  for (const [pattern, make] of routes) {
    const found = pattern.exec(url.pathname);
    if (found) return make(found.slice(1), url.searchParams);
  }
  return { page: 'none' };
}

export const route = computed<Route>(() => routeOf(address.value));

/** Goes to a page of this app without loading it again. */
export function goTo(wanted: string, how: 'push' | 'replace' = 'push'): void {
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', wanted);
  address.value = wanted;
}

/** Follows links of this app; call once. `own`: the pages of another place than a station. */
export function startRouter(own: Routes = ROUTES): void {
  routes = own;
  // A link of the form `/#/floor` leads to the page at `/floor`.
  if (location.pathname === '/' && location.hash.startsWith('#/')) goTo(location.hash.slice(1), 'replace');
  addEventListener('popstate', () => (address.value = location.pathname + location.search));
  document.addEventListener('click', (event) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    if (!isPlain || !anchor || anchor.origin !== location.origin || anchor.hasAttribute('download')) return;
    const wanted = anchor.pathname + anchor.search;
    if (routeOf(wanted).page === 'none') return;
    event.preventDefault();
    goTo(wanted);
    scrollTo(0, 0);
  });
}
