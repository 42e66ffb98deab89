/** Members, their cards and programmes, for the API. */
import { v7 } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../common/clock.ts';
import type { ExerciseName } from '../../contracts/common.ts';
import {
  type Member,
  type MemberPatch,
  type NewMember,
  type NewProgramme,
  NO_CONSENTS,
} from '../../contracts/members.ts';
import { weekOf } from '../../members/course.ts';
import { defaultProgramme } from '../../members/programme.ts';
import type { Store } from '../../store/index.ts';
import {
  type Actor,
  checkSecret,
  hashSecret,
  type MembersPort,
  type PageQuery,
  ProblemError,
} from '../../web/index.ts';
import { orProblem } from '../storage/store-problems.ts';
import type { AccessService } from './access/access-service.ts';
import { type GymDays, gymDays } from './plans/days.ts';

interface MemberServiceOptions {
  store: () => Store;
  access: Pick<AccessService, 'setSecret' | 'endSessionsOf' | 'refresh'>;
  clock?: Clock;
  /** Left out: days of the time zone of this computer. */
  days?: GymDays;
  /** Someone's cards, alias or programme are not what they were. */
  onChanged: () => void;
}

export class MemberService implements MembersPort {
  readonly #options: MemberServiceOptions;
  readonly #days: GymDays;

  constructor(options: MemberServiceOptions) {
    this.#options = options;
    this.#days = options.days ?? gymDays('');
  }

  async page(query: PageQuery & { search?: string }) {
    const { items, next } = await this.#ask((store) => store.members.list(query));
    return { members: items, next };
  }

  async get(id: string): Promise<Member> {
    const member = await this.#ask((store) => store.members.get(id));
    if (!member) throw new ProblemError('no-such-member', { id });
    return member;
  }

  async create(wanted: NewMember, actor: Actor): Promise<Member> {
    const { alias, name = null, role = 'member', login = null, secret = null, heightMm = null } = wanted;
    if (secret !== null) checkSecret({ role, alias, login, name }, secret);
    checkLogin(login, secret !== null);
    const secretHash = secret === null ? null : await hashSecret(secret);
    const createdAt = this.#now();
    const row = {
      id: v7(),
      alias,
      name,
      role,
      login,
      heightMm,
      consents: NO_CONSENTS,
      consentsAt: null,
      createdAt,
      secretHash,
    };
    return this.#ask((store) => store.members.add(row, actor));
  }

  /** The secret has a write of its own: when that fails, the rest stands, and the answer says so. */
  async change(id: string, revision: number | null, patch: MemberPatch, actor: Actor): Promise<Member> {
    const before = await this.get(id);
    const { secret, ...change } = patch;
    const role = change.role ?? before.role;
    const login = change.login === undefined ? before.login : change.login;
    if (secret !== undefined && secret !== null) checkSecret({ ...before, ...change, role, login }, secret);
    const hasSecret = secret === undefined ? before.hasSecret : secret !== null;
    checkLogin(login, hasSecret);
    if (before.role === 'member' && role !== 'member' && before.hasSecret && !secret)
      throw new ProblemError('password-missing', { role });
    const at = this.#now();
    let member = await this.#ask((store) => store.members.change(id, revision ?? before.revision, change, at, actor));
    if (secret !== undefined) {
      await this.#options.access.setSecret(member, secret, actor);
      member = await this.get(id);
    } else if (role !== before.role) await this.#options.access.endSessionsOf(id);
    this.#options.access.refresh(id);
    this.#options.onChanged();
    return member;
  }

  async remove(id: string, actor: Actor): Promise<void> {
    await this.get(id);
    await this.#ask((store) => store.members.remove(id, this.#now(), actor));
    await this.#options.access.endSessionsOf(id);
    this.#options.onChanged();
  }

  async cards(id: string) {
    await this.get(id);
    return this.#ask((store) => store.cards.of(id));
  }

  async removeCard(id: string, cardId: string, actor: Actor): Promise<void> {
    const at = this.#now();
    if (!(await this.#ask((store) => store.cards.remove(id, cardId, at, actor))))
      throw new ProblemError('no-such-card', { id: cardId });
    this.#options.onChanged();
  }

  async programmes(id: string) {
    await this.get(id);
    const today = this.#days.dayOf(this.#now());
    const all = await this.#ask((store) => store.programmes.of(id));
    return all.map((one) => ({ ...one, thisWeek: weekOf(one, today) }));
  }

  async programme(id: string, exercise: ExerciseName) {
    await this.get(id);
    const own = await this.#ask((store) => store.programmes.get(id, exercise));
    return own ? { ...own, thisWeek: weekOf(own, this.#days.dayOf(this.#now())) } : defaultProgramme(exercise, id);
  }

  async putProgramme(id: string, revision: number | null, programme: NewProgramme, actor: Actor) {
    const expected = revision ?? (await this.programme(id, programme.exercise)).revision;
    const at = this.#now();
    const stored = await this.#ask((store) => store.programmes.put(id, expected, programme, at, actor));
    this.#options.onChanged();
    return stored;
  }

  async removeProgramme(id: string, exercise: ExerciseName, actor: Actor): Promise<void> {
    const at = this.#now();
    if (!(await this.#ask((store) => store.programmes.remove(id, exercise, actor, at))))
      throw new ProblemError('no-such-programme', { exercise });
    this.#options.onChanged();
  }

  #now = () => isoNow(this.#options.clock ?? systemClock);

  #ask<T>(work: (store: Store) => Promise<T>): Promise<T> {
    return orProblem(() => work(this.#options.store()));
  }
}

/** @throws ProblemError 422 for a secret without the name that goes with it */
function checkLogin(login: string | null, hasSecret: boolean): void {
  if (hasSecret && login === null) throw new ProblemError('login-missing', {});
}
