/** An admin who updates the station from a browser, played by curl inside the container: set-up, cookie, upload, install. */
import type { PackageOffer, UpdateState } from '../../src/contracts/update.ts';
import type { Container } from './container.ts';
import { expectThat } from './story.ts';

const PAGE = 'http://127.0.0.1';
const COOKIES = '/root/cookies';
const FILE = '/root/page.deb';
const GRACE = { login: 'grace', secret: 'nanosecond of wire' };
/** The largest page of sets that the API gives. */
const SETS = 200;

interface Answer {
  status: number;
  body: unknown;
}

export class PageAdmin {
  readonly #machine: Container;

  constructor(machine: Container) {
    this.#machine = machine;
  }

  /** Makes the first admin, as the page does with the one-time code. */
  setUp(code: string): void {
    const { status, body } = this.ask('POST', '/auth/set-up', { code, alias: 'Grace', ...GRACE });
    expectThat(status === 200, `set-up: ${status} ${JSON.stringify(body)}`);
  }

  /** Status 0: no answer. A backup that was put back holds no log-ins, so the admin logs in again. */
  ask(method: string, path: string, body?: object): Answer {
    const answer = this.#ask(method, path, body);
    if (answer.status !== 401 || this.#ask('POST', '/auth/login', GRACE).status !== 200) return answer;
    return this.#ask(method, path, body);
  }

  /** Null: the station does not answer, or not as to an admin. */
  state(): UpdateState | null {
    const { status, body } = this.ask('GET', '/update');
    return status === 200 ? (body as UpdateState) : null;
  }

  /** Uploads the package and then its signature. @returns what the page shows of it */
  bring(file: string): PackageOffer {
    this.#machine.put(file, FILE);
    this.#machine.put(`${file}.minisig`, `${FILE}.minisig`);
    this.#upload('package', FILE);
    const state = this.#upload('signature', `${FILE}.minisig`) as { state: UpdateState | null };
    expectThat(!!state.state?.offer, `no package is shown after its upload: ${JSON.stringify(state)}`);
    return state.state!.offer!;
  }

  install(version: string, again = false): void {
    const { status, body } = this.ask('POST', '/update', { version, again });
    expectThat(status === 202, `the update was refused: ${status} ${JSON.stringify(body)}`);
  }

  /** Ids of the sets that are over, with their counted reps. */
  endedSets(): Map<string, number> {
    const { status, body } = this.ask('GET', `/sets?limit=${SETS}`);
    expectThat(status === 200, `sets: ${status} ${JSON.stringify(body)}`);
    const { sets } = body as { sets: { id: string; endedAt: string | null; countedReps: number }[] };
    return new Map(sets.filter(({ endedAt }) => endedAt !== null).map(({ id, countedReps }) => [id, countedReps]));
  }

  #ask(method: string, path: string, body?: object): Answer {
    const json = body ? ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)] : [];
    return this.#curl(method, path, json);
  }

  #upload(what: 'package' | 'signature', file: string): unknown {
    const bytes = this.#machine.must('stat', '-c', '%s', file);
    const { status, body } = this.#curl('PUT', `/update/${what}?at=0&of=${bytes}`, [
      '-H',
      'Content-Type: application/octet-stream',
      '--data-binary',
      `@${file}`,
    ]);
    expectThat(status === 200, `upload of the ${what}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  #curl(method: string, path: string, more: readonly string[]): Answer {
    const { output } = this.#machine.run(
      ...['curl', '-sS', '-m', '60', '-X', method, '-b', COOKIES, '-c', COOKIES],
      ...['-H', `Origin: ${PAGE}`, '-w', '\n%{http_code}', ...more, `${PAGE}/api/v1${path}`],
    );
    const lines = output.split('\n');
    const status = Number(lines.findLast((line) => /^\d{3}$/.test(line)) ?? 0);
    try {
      return { status, body: JSON.parse(lines[0] ?? '') as unknown };
    } catch {
      return { status, body: output };
    }
  }
}
