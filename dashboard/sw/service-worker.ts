/**
 * Lets the page start without the station, and shows lists that were fetched before. Built as `/sw.js`.
 *
 * - The page: from the station, else as kept.
 * - Its files, whose names hold a hash of their content: as kept, else from the station.
 * - `GET /api/v1/sets…`: from the station, else as kept, marked with `x-lockout-kept` and its age.
 * - What a member did and is to do, and who is logged in: the same, only for the member who is logged in on this device; all that was
 *   kept is deleted when they log out, are logged out by the station, or somebody else logs in.
 * - Everything else goes to the station and nowhere else.
 */
// The page's own types have no room for a worker's, so what is used of them stands here.
interface LongEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LongEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceWorker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: 'install' | 'activate', listener: (event: LongEvent) => void): void;
  addEventListener(kind: 'fetch', listener: (event: FetchEvent) => void): void;
}
declare const self: ServiceWorker;
/** Set by vite.config.ts: the files of this version and a hash of them. */
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const PAGE = '/';
const FILES_CACHE = `lockout-files-${__VERSION__}`;
const ANSWERS_CACHE = 'lockout-answers';
/** A page that is asked for must not wait for a station that doesn't answer. */
const PAGE_TIMEOUT_MS = 3000;
const MAX_ANSWERS = 60;
const KEPT_ANSWERS = /^\/api\/v1\/(sets|exercises)(\/|$)/;
const WHO = '/api/v1/auth';
const OF_MEMBER = /^\/api\/v1\/members\/([^/]+)(\/(sets|records|trends|programmes)(\/|$)|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(FILES_CACHE)
      .then((cache) => cache.addAll([PAGE, ...__FILES__]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const others = (names: string[]) => names.filter((name) => name.startsWith('lockout-files-') && name !== FILES_CACHE);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(others(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) event.respondWith(page(request));
  else if (__FILES__.includes(url.pathname)) event.respondWith(file(request));
  else if (KEPT_ANSWERS.test(url.pathname)) event.respondWith(answer(request));
  else if (url.pathname === WHO) event.respondWith(whoAmI(request));
  else {
    const member = OF_MEMBER.exec(url.pathname)?.[1];
    if (member !== undefined) event.respondWith(ofMember(request, member));
  }
});

async function page(request: Request): Promise<Response> {
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
    if (fresh.ok) return fresh;
    return (await caches.match(PAGE)) ?? fresh;
  } catch (error) {
    const kept = await caches.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(ANSWERS_CACHE);
  try {
    const fresh = await fetch(request);
    // What is refused is not kept for whoever comes next.
    if (fresh.ok) await keep(cache, request, fresh.clone());
    else if (fresh.status === 401 || fresh.status === 403) await caches.delete(ANSWERS_CACHE);
    return fresh;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}

/** The member who is logged in here, as the station said last; null: nobody, or nobody who is a member. */
async function keptMember(): Promise<string | null> {
  const kept = await (await caches.open(ANSWERS_CACHE)).match(WHO);
  return kept ? memberIn(kept) : null;
}

async function memberIn(who: Response): Promise<string | null> {
  return ((await who.clone().json()) as { memberId: string | null }).memberId;
}

async function whoAmI(request: Request): Promise<Response> {
  const before = await keptMember();
  try {
    const fresh = await fetch(request);
    if (!fresh.ok) return fresh;
    const now = await memberIn(fresh);
    if (before !== null && before !== now) await caches.delete(ANSWERS_CACHE);
    if (now !== null) await keep(await caches.open(ANSWERS_CACHE), request, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await caches.match(WHO);
    if (kept) return kept;
    throw error;
  }
}

async function ofMember(request: Request, member: string): Promise<Response> {
  return member === (await keptMember()) ? answer(request) : fetch(request);
}

async function keep(cache: Cache, request: Request, fresh: Response): Promise<void> {
  const headers = new Headers(fresh.headers);
  headers.set('x-lockout-kept', new Date().toISOString());
  // The body was unpacked when it came.
  headers.delete('content-encoding');
  headers.delete('content-length');
  await cache.put(request, new Response(fresh.body, { status: fresh.status, headers }));
  // Whose all of it is stays known, however much there is: without it, it would not be deleted for the next person.
  const keys = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== WHO);
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MAX_ANSWERS)).map((key) => cache.delete(key)));
}

// A module has names of its own.
export type {};
