import { useSignal } from '@preact/signals';
import type { PersonRole } from '../../../src/contracts/access.ts';
import type { Member, MemberPage, NewMember } from '../../../src/contracts/members.ts';
import { send } from '../api.ts';
import { Empty, Field, Form, Pick } from '../components/form.tsx';
import { Paged } from '../components/paged.tsx';
import { useAction } from '../live/use-action.ts';
import { looksAfter, mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { memberPath } from '../router.ts';
import { Enrol } from './enrol.tsx';
import { ImportMembers } from './import-members.tsx';

const PAGE_SIZE = 50;

/** Everyone, their cards, and new ones. */
export function AdminMembers() {
  const words = t().admin;
  const search = useSignal('');
  const added = useSignal(0);
  return (
    <div class="stack">
      <div class="columns columns--main">
        <section class="panel stack">
          <Field type="search" label={words.search} value={search.value} onValue={(value) => (search.value = value)} />
          <MemberList key={search.value} search={search.value.trim()} added={added.value} />
        </section>
        <AddMember onAdded={() => (added.value += 1)} />
      </div>
      <ImportMembers onChanged={() => (added.value += 1)} />
    </div>
  );
}

function MemberList({ search, added }: { search: string; added: number }) {
  const words = t().admin;
  const path = `/api/v1/members?limit=${PAGE_SIZE}${search ? `&search=${encodeURIComponent(search)}` : ''}`;
  return (
    <Paged<MemberPage, Member>
      path={path}
      asked={added}
      rowsOf={(page) => page.members}
      more={words.more}
      empty={
        <Empty icon="person" title={words.noMembers}>
          <p>{words.noMembersHint}</p>
        </Empty>
      }
    >
      {(members) => (
        <ul class="rows" data-testid="members">
          {members.map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </ul>
      )}
    </Paged>
  );
}

function MemberRow({ member }: { member: Member }) {
  const words = t().admin;
  return (
    <li class="row">
      <span class="row__main">
        <a href={memberPath(member.id)}>{member.alias}</a>{' '}
        {member.role !== 'member' && <span class="pill">{t().account.roles[member.role]}</span>}
        <small>{[member.name, member.login, words.cards(member.cards)].filter(Boolean).join(' · ')}</small>
      </span>
      {looksAfter(member) && <Enrol member={member} />}
    </li>
  );
}

function AddMember({ onAdded }: { onAdded: () => void }) {
  const words = t().admin;
  const alias = useSignal('');
  const role = useSignal<PersonRole>('member');
  const login = useSignal('');
  const secret = useSignal('');
  const action = useAction();
  const add = async () => {
    const member: NewMember = {
      alias: alias.value.trim(),
      role: role.value,
      login: login.value.trim() || null,
      secret: secret.value || null,
    };
    if (!(await action.run(() => send<Member>('POST', '/api/v1/members', member)))) return;
    alias.value = login.value = secret.value = '';
    onAdded();
  };
  const roles: PersonRole[] = mayAs('admin') ? ['member', 'trainer', 'admin'] : ['member'];
  return (
    <section class="panel">
      <h2>{words.addMember}</h2>
      <Form action={action} submit={words.add} onSubmit={add}>
        <Field
          label={words.alias}
          value={alias.value}
          onValue={(value) => (alias.value = value)}
          required
          maxLength={40}
          autoComplete="off"
        />
        {roles.length > 1 && (
          <Pick
            label={words.role}
            value={role.value}
            options={roles.map((name) => [name, t().account.roles[name]] as const)}
            onValue={(next) => (role.value = next)}
          />
        )}
        <Field
          label={words.login}
          hint={words.loginHint}
          value={login.value}
          onValue={(value) => (login.value = value)}
          autoComplete="off"
          autoCapitalize="none"
        />
        <Field
          label={words.secret}
          hint={words.secretHint}
          type="password"
          autoComplete="new-password"
          value={secret.value}
          onValue={(value) => (secret.value = value)}
        />
      </Form>
    </section>
  );
}
