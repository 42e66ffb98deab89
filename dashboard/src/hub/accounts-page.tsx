import { useSignal } from '@preact/signals';
import type { Account, Chain, NewAccount } from '../../../src/contracts/hub-pages.ts';
import { send } from '../api.ts';
import { LoginField, SecretField } from '../components/account-fields.tsx';
import { AskButton } from '../components/ask-button.tsx';
import { Fault } from '../components/fault.tsx';
import { Form, Pick, Switch } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { dayOf } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { Frame } from '../pages/frame.tsx';
import { roleWords } from '../reasons.ts';
import { accountTabs } from './account-tabs.ts';
import { usePolled } from './use-polled.ts';

/** Who may see these pages. */
export function AccountsPage() {
  const words = t().hub.accounts;
  const asked = useSignal(0);
  const answer = usePolled<{ accounts: Account[] }>('/api/v1/accounts', [asked.value]).value;
  const chain = usePolled<Chain>('/api/v1/chain').value;
  const gyms = chain?.kind === 'ok' ? chain.value.gyms : [];
  return (
    <Frame title={words.title} tabs={accountTabs('accounts')}>
      <p class="lead">{words.hint}</p>
      <div class="columns columns--main">
        <section class="panel">
          <Loaded answer={answer}>
            {({ accounts }) => (
              <ul class="rows" data-testid="accounts">
                {accounts.map((account) => (
                  <Row key={account.id} account={account} gyms={gyms} onChange={() => asked.value++} />
                ))}
              </ul>
            )}
          </Loaded>
        </section>
        <Add gyms={gyms} onAdded={() => asked.value++} />
      </div>
    </Frame>
  );
}

function Row({ account, gyms, onChange }: { account: Account; gyms: Chain['gyms']; onChange: () => void }) {
  const words = t().hub.accounts;
  const action = useAction();
  const { id, login, role, lastUsedAt } = account;
  const names = account.gyms?.map((gym) => gyms.find((one) => one.gym === gym)?.name ?? gym).join(', ');
  const about = [
    roleWords(role),
    names === undefined ? words.allGyms : names || words.noGyms,
    lastUsedAt === null ? words.neverUsed : words.used(dayOf(lastUsedAt)),
  ];
  const remove = async () => {
    if ((await action.run(() => send('DELETE', `/api/v1/accounts/${id}`))) !== undefined) onChange();
  };
  return (
    <li class="row">
      <span class="row__main">
        <b>{login}</b>
        <small>{about.join(' · ')}</small>
      </span>
      {who.value?.memberId !== id && (
        <AskButton
          label={words.remove}
          name={words.removeLong(login)}
          title={words.removeAsk(login)}
          isBusy={action.isBusy.value}
          onYes={() => void remove()}
        />
      )}
      <Fault failure={action.failure.value} />
    </li>
  );
}

function Add({ gyms, onAdded }: { gyms: Chain['gyms']; onAdded: () => void }) {
  const words = t().hub.accounts;
  const login = useSignal('');
  const secret = useSignal('');
  const role = useSignal<NewAccount['role']>('trainer');
  const chosen = useSignal<readonly string[] | null>(null);
  const action = useAction();
  const add = async () => {
    const own = role.value === 'admin' || chosen.value === null ? null : [...chosen.value];
    const body: NewAccount = { login: login.value.trim(), secret: secret.value, role: role.value, gyms: own };
    if ((await action.run(() => send('POST', '/api/v1/accounts', body))) === undefined) return;
    login.value = '';
    secret.value = '';
    onAdded();
  };
  return (
    <section class="panel stack">
      <h2>{words.add}</h2>
      <Form action={action} submit={words.add} onSubmit={() => void add()}>
        <LoginField login={login} autoComplete="off" />
        <SecretField label={t().hub.password} secret={secret} isNew />
        <Pick
          label={words.role}
          value={role.value}
          options={[
            ['trainer', roleWords('trainer')],
            ['admin', roleWords('admin')],
          ]}
          onValue={(next) => (role.value = next)}
        />
        <p class="field__hint">{words.trainerHint}</p>
        {role.value === 'trainer' && (
          <Switch
            label={words.allGyms}
            isOn={chosen.value === null}
            onChange={(isOn) => (chosen.value = isOn ? null : [])}
          />
        )}
        {role.value === 'trainer' &&
          chosen.value !== null &&
          gyms.map(({ gym, name }) => (
            <Switch
              key={gym}
              label={name}
              isOn={chosen.value?.includes(gym) === true}
              onChange={(isOn) => {
                const others = (chosen.value ?? []).filter((one) => one !== gym);
                chosen.value = isOn ? [...others, gym] : others;
              }}
            />
          ))}
      </Form>
    </section>
  );
}
