/** A browser at the pages of a hub, without the browser. */
import WebSocket from 'ws';
import type { LiveMessage } from '../../src/contracts/live.ts';
import type { Accounts } from '../../src/hub/accounts.ts';

export const SECRET = 'seven-otters-juggle-lanterns';

/** What it needs of a hub. */
interface HubPage {
  /** address of its pages */
  readonly page: string;
  readonly hub: { readonly accounts: Pick<Accounts, 'newSetUpCode'> };
}

export class HubVisitor {
  readonly #at: HubPage;
  cookie = '';

  constructor(at: HubPage) {
    this.#at = at;
  }

  /** The first admin of the hub, or the same one again. */
  static async admin(at: HubPage): Promise<HubVisitor> {
    const visitor = new HubVisitor(at);
    const code = await at.hub.accounts.newSetUpCode();
    const answer = code
      ? await visitor.ask('POST', '/auth/set-up', { code, login: 'ada', secret: SECRET })
      : await visitor.ask('POST', '/auth/login', { login: 'ada', secret: SECRET });
    if (answer.status !== 200) throw new Error(`no admin: ${JSON.stringify(answer)}`);
    return visitor;
  }

  /** A trainer whom the admin adds. */
  static async trainer(at: HubPage, login: string, gyms: string[] | null): Promise<HubVisitor> {
    const admin = await HubVisitor.admin(at);
    const account = { login, secret: SECRET, role: 'trainer', gyms };
    const made = await admin.ask('POST', '/accounts', account);
    if (made.status !== 201) throw new Error(`no trainer: ${JSON.stringify(made)}`);
    const visitor = new HubVisitor(at);
    await visitor.ask('POST', '/auth/login', { login, secret: SECRET });
    return visitor;
  }

  async ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T }> {
    const response = await fetch(`${this.#at.page}/api/v1${path}`, {
      method,
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(body && { 'content-type': 'application/json' }),
        origin: this.#at.page,
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0]!;
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as T };
  }

  /** A page of a gym that is open: acknowledges what it gets, as the real one does. */
  look(gym: string): { messages: LiveMessage[]; closed: Promise<number>; close(): void } {
    const socket = new WebSocket(`${this.#at.page.replace('http', 'ws')}/api/v1/live?gym=${gym}`, {
      headers: { cookie: this.cookie, origin: this.#at.page },
    });
    const messages: LiveMessage[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as LiveMessage;
      messages.push(message);
      socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
    });
    const closed = new Promise<number>((resolve) => {
      socket.on('close', (code) => resolve(code));
      socket.on('error', () => resolve(-1));
    });
    return { messages, closed, close: () => socket.close() };
  }
}
