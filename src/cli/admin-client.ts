/** Members and tokens for the verbs: over the API of the running station, or, when none runs here, in its data folder. */
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { casesPort } from '../app/cases/cases-port.ts';
import { type LoadedConfig, loadConfig } from '../app/config/config.ts';
import { AccessService } from '../app/people/access/access-service.ts';
import { deviceKey } from '../app/people/access/known-devices.ts';
import { exportMember } from '../app/people/exports/export-member.ts';
import { MemberService } from '../app/people/members.ts';
import { gymDays } from '../app/people/plans/days.ts';
import { CardBook } from '../app/people/presence/card-book.ts';
import { openData } from '../app/storage/data-folder.ts';
import { version } from '../app/version.ts';
import { systemClock } from '../common/clock.ts';
import type { NewToken, Token, TokenMade } from '../contracts/access.ts';
import { parseUid } from '../contracts/card-uid.ts';
import type { CasePage } from '../contracts/cases.ts';
import type { ExportQuery } from '../contracts/member-http.ts';
import type { Card, Member, MemberPage, MemberPatch, NewMember } from '../contracts/members.ts';
import { REFUSAL_TEXTS } from '../readers/index.ts';
import type { ExportFile } from '../web/index.ts';
import { bayOf, call, isStationAt, stationUrl } from './client.ts';
import { enrolCard } from './enrol-card.ts';

export interface AdminClientOptions {
  url?: string;
  config?: string;
}

export interface AdminClient {
  page(search: string | undefined, before?: string): Promise<MemberPage>;
  get(id: string): Promise<Member>;
  create(member: NewMember): Promise<Member>;
  change(id: string, patch: MemberPatch): Promise<Member>;
  remove(id: string): Promise<void>;
  cards(id: string): Promise<Card[]>;
  removeCard(id: string, card: string): Promise<void>;
  /** @param bay whose reader reads it; null: the first one. @param uid its number, when it was typed */
  addCard(id: string, bay: string | null, uid: string | null): Promise<Card>;
  exportOf(id: string, query: ExportQuery): Promise<ExportFile>;
  /** Newest first. */
  cases(before?: string): Promise<CasePage>;
  /** CSV without names and dates. */
  caseRecording(id: string): Promise<string>;
  tokens(): Promise<Token[]>;
  createToken(token: NewToken): Promise<TokenMade>;
  revokeToken(id: string): Promise<void>;
  /** Null: there is an admin already. */
  setUpCode(): Promise<string | null>;
  close(): Promise<void>;
}

const PAGE = 200;
const COMMAND_LINE = { id: null, role: 'command line' };

/** Runs `work` with a client, and closes it. */
export async function withAdminClient<T>(
  options: AdminClientOptions,
  work: (client: AdminClient) => Promise<T>,
): Promise<T> {
  const client = await openAdminClient(options);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function openAdminClient(options: AdminClientOptions): Promise<AdminClient> {
  if (options.url) return remoteAdminClient(stationUrl(options), undefined);
  const loaded = loadConfig(options.config);
  const base = stationUrl({}, loaded.config);
  return (await isStationAt(base)) ? remoteAdminClient(base, loaded.dataDir) : localAdminClient(loaded);
}

function remoteAdminClient(base: string, dataDir: string | undefined): AdminClient {
  const ask = (path: string, init?: RequestInit) => call(`${base}/api/v1${path}`, init, dataDir);
  const get = async <T>(path: string) => (await (await ask(path)).json()) as T;
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const page = (search: string | undefined, before?: string) => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(search && { search }), ...(before && { before }) });
    return get<MemberPage>(`/members?${query}`);
  };
  return {
    page,
    get: (id) => get(`/members/${id}`),
    create: async (member) => (await send('POST', '/members', member)).json() as Promise<Member>,
    change: async (id, patch) =>
      (await send('PATCH', `/members/${id}`, patch, { 'if-match': '*' })).json() as Promise<Member>,
    remove: async (id) => void (await send('DELETE', `/members/${id}`)),
    cards: async (id) => (await get<{ cards: Card[] }>(`/members/${id}/cards`)).cards,
    removeCard: async (id, card) => void (await send('DELETE', `/members/${id}/cards/${card}`)),
    addCard: async (id, bay, uid) =>
      enrolCard({ get, send }, id, await bayOf(base, bay === null ? {} : { bay }, dataDir), uid),
    async exportOf(id, query) {
      const response = await ask(`/members/${id}/export?${new URLSearchParams({ ...query })}`);
      const [, fileName = 'lockout-export'] =
        /filename="([^"/\\]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
      const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
      return { fileName, contentType: response.headers.get('content-type') ?? '', body };
    },
    cases: (before) =>
      get<CasePage>(`/cases?${new URLSearchParams({ limit: String(PAGE), ...(before && { before }) })}`),
    caseRecording: async (id) => (await ask(`/cases/${id}/recording`)).text(),
    tokens: async () => (await get<{ tokens: Token[] }>('/tokens')).tokens,
    createToken: async (token) => (await send('POST', '/tokens', token)).json() as Promise<TokenMade>,
    revokeToken: async (id) => void (await send('DELETE', `/tokens/${id}`)),
    setUpCode: async () => ((await (await send('POST', '/auth/set-up-code')).json()) as { code: string }).code,
    close: async () => undefined,
  };
}

async function localAdminClient(loaded: LoadedConfig): Promise<AdminClient> {
  const { dataDir } = loaded;
  const store = await openData(loaded);
  const access = new AccessService({
    store: () => store,
    onFault: () => undefined,
    deviceKey: () => deviceKey(dataDir),
    clock: systemClock,
  });
  const days = gymDays(loaded.config.zone);
  const members = new MemberService({ store: () => store, access, days, onChanged: () => undefined });
  const cases = casesPort({ store: () => store, clock: systemClock, version });
  return {
    page: (search, before) => members.page({ limit: PAGE, ...(search && { search }), ...(before && { before }) }),
    get: (id) => members.get(id),
    create: (member) => members.create(member, COMMAND_LINE),
    change: (id, patch) => members.change(id, null, patch, COMMAND_LINE),
    remove: (id) => members.remove(id, COMMAND_LINE),
    cards: (id) => members.cards(id),
    removeCard: (id, card) => members.removeCard(id, card, COMMAND_LINE),
    async addCard(id, _bay, typed) {
      if (typed === null)
        throw new Error('no station runs here to read a card; start it, or give the number with --type');
      const uid = parseUid(typed);
      if (!uid.ok) throw new Error(uid.text);
      if (uid.isRandom) throw new Error(REFUSAL_TEXTS['random-uid']);
      return new CardBook(dataDir).give(uid.uidHex, id, () => store.cards, COMMAND_LINE);
    },
    exportOf: (id, query) => exportMember(store, id, query, days),
    cases: (before) => cases.page({ limit: PAGE, ...(before && { before }) }),
    caseRecording: async (id) => gunzipSync(await cases.recording(id)).toString('utf8'),
    tokens: () => access.tokens(),
    createToken: (token) => access.createToken(token, COMMAND_LINE),
    async revokeToken(id) {
      if (!(await access.revokeToken(id, COMMAND_LINE))) throw new Error(`there is no token in use "${id}"`);
    },
    setUpCode: () => access.newSetUpCode(),
    close: () => store.close(),
  };
}

/** The member with this id, log-in name or alias. @throws Error when there is none, or more than one */
export async function findMember(client: AdminClient, text: string): Promise<Member> {
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)) return client.get(text);
  const same = (name: string | null) => name?.toLowerCase() === text.toLowerCase();
  const found: Member[] = [];
  for (let before: string | undefined; ; ) {
    const { members, next } = await client.page(text, before);
    found.push(...members.filter(({ alias, login, name }) => same(alias) || same(login) || same(name)));
    if (next === null) break;
    before = next;
  }
  const [one, other] = found;
  if (!one) throw new Error(`there is no member "${text}"; lockout member list shows them`);
  if (!other) return one;
  const lines = found.map(({ id, alias, name, login }) => `  ${id}  ${alias}  ${name ?? ''}  ${login ?? ''}`);
  throw new Error(`"${text}" is more than one member; name one by its id:\n${lines.join('\n')}`);
}
