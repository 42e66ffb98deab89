import { useSignal } from '@preact/signals';
import type { Token, TokenMade, TokenScope, Webhook, WebhookMade } from '../../../src/contracts/access.ts';
import { getJson, send } from '../api.ts';
import { AskButton } from '../components/ask-button.tsx';
import { Fault, Field, Form, Pick, Switch } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { dayOf } from '../format.ts';
import { bays } from '../live/live-store.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

/** Other devices and programs: what they may do here, and what is sent to them. */
export function AdminDevices() {
  return (
    <div class="columns">
      <Tokens />
      <Webhooks />
    </div>
  );
}

function Tokens() {
  const words = t().admin;
  const asked = useSignal(0);
  const name = useSignal('');
  const scopes = useSignal<TokenScope[]>(['screen']);
  const bay = useSignal('');
  const made = useSignal<string | null>(null);
  const making = useAction();
  const revoking = useAction();
  const path = '/api/v1/tokens';
  const loaded = useLoaded<{ tokens: Token[] }>((signal) => getJson(path, signal), [asked.value]).value;
  const make = async () => {
    const body = { name: name.value.trim(), scopes: scopes.value, bay: bay.value || null };
    const answer = await making.run(() => send<TokenMade>('POST', path, body));
    if (!answer) return;
    made.value = answer.secret;
    name.value = '';
    asked.value += 1;
  };
  const revoke = async (id: string) => {
    if ((await revoking.run(() => send('DELETE', `${path}/${id}`))) !== undefined) asked.value += 1;
  };
  const about = (token: Token) =>
    [
      token.scopes.map((scope) => words.scopes[scope]).join(', '),
      token.bay ?? words.allBays,
      token.lastUsedAt ? words.lastUsed(dayOf(token.lastUsedAt)) : words.neverUsed,
    ].join(' · ');
  return (
    <section class="panel stack">
      <h2>{words.tokens}</h2>
      <p class="lead">{words.tokensHint}</p>
      {made.value !== null && <Once secret={made.value} />}
      <Loaded answer={loaded}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <p>{words.noTokens}</p>
          ) : (
            <ul class="rows" data-testid="tokens">
              {tokens
                .filter((token) => token.revokedAt === null)
                .map((token) => (
                  <li key={token.id} class="row">
                    <span class="row__main">
                      <b>{token.name}</b>
                      <small>{about(token)}</small>
                    </span>
                    <AskButton
                      label={words.revoke}
                      name={`${words.revoke}: ${token.name}`}
                      title={words.revokeAsk(token.name)}
                      onYes={() => revoke(token.id)}
                    />
                  </li>
                ))}
            </ul>
          )
        }
      </Loaded>
      <Fault failure={revoking.failure.value} />
      <Form action={making} submit={words.makeToken} onSubmit={make} isBlocked={scopes.value.length === 0}>
        <Field
          label={words.tokenName}
          value={name.value}
          onValue={(value) => (name.value = value)}
          required
          maxLength={60}
        />
        {(Object.keys(words.scopes) as TokenScope[]).map((scope) => (
          <Switch
            key={scope}
            label={words.scopes[scope]}
            isOn={scopes.value.includes(scope)}
            onChange={(isOn) =>
              (scopes.value = isOn ? [...scopes.value, scope] : scopes.value.filter((one) => one !== scope))
            }
          />
        ))}
        <Pick
          label={words.bay}
          value={bay.value}
          options={[['', words.allBays], ...[...(bays.value?.keys() ?? [])].map((id) => [id, id] as const)]}
          onValue={(next) => (bay.value = next)}
        />
      </Form>
    </section>
  );
}

/** A secret that is shown once. */
function Once({ secret }: { secret: string }) {
  const words = t().admin;
  const isCopied = useSignal(false);
  return (
    <div class="once" role="status">
      <b>{words.once}</b>
      <code data-testid="secret">{secret}</code>
      <p>
        <button
          class="button"
          type="button"
          onClick={() =>
            navigator.clipboard?.writeText(secret).then(
              () => (isCopied.value = true),
              () => undefined,
            )
          }
        >
          {isCopied.value ? words.copied : words.copy}
        </button>
      </p>
    </div>
  );
}

function Webhooks() {
  const words = t().admin;
  const asked = useSignal(0);
  const url = useSignal('');
  const made = useSignal<string | null>(null);
  const making = useAction();
  const changing = useAction();
  const path = '/api/v1/webhooks';
  const loaded = useLoaded<{ webhooks: Webhook[] }>((signal) => getJson(path, signal), [asked.value]).value;
  const make = async () => {
    const answer = await making.run(() => send<WebhookMade>('POST', path, { url: url.value.trim() }));
    if (!answer) return;
    made.value = answer.secret;
    url.value = '';
    asked.value += 1;
  };
  const change = async (method: 'PATCH' | 'DELETE', id: string, body?: { active: boolean } | { alerts: boolean }) => {
    if ((await changing.run(() => send(method, `${path}/${id}`, body))) !== undefined) asked.value += 1;
  };
  return (
    <section class="panel stack">
      <h2>{words.webhooks}</h2>
      <p class="lead">{words.webhooksHint}</p>
      {made.value !== null && <Once secret={made.value} />}
      <Loaded answer={loaded}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <p>{words.noWebhooks}</p>
          ) : (
            <ul class="rows">
              {webhooks.map((hook) => (
                <li key={hook.id} class="row">
                  <span class="row__main">
                    <b>{hook.url}</b>
                    <small>
                      {words.waiting(hook.waiting)} {hook.lastError && `· ${hook.lastError}`}
                    </small>
                  </span>
                  <Switch
                    label={words.active}
                    isOn={hook.active}
                    onChange={(active) => change('PATCH', hook.id, { active })}
                  />
                  <Switch
                    label={words.webhookAlerts}
                    isOn={hook.alerts}
                    onChange={(alerts) => change('PATCH', hook.id, { alerts })}
                  />
                  <AskButton
                    label={words.remove}
                    title={t().common.removeAsk(hook.url)}
                    onYes={() => change('DELETE', hook.id)}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Fault failure={changing.failure.value} />
      <Form action={making} submit={words.addWebhook} onSubmit={make}>
        <Field
          label={words.url}
          type="url"
          required
          maxLength={500}
          value={url.value}
          onValue={(value) => (url.value = value)}
        />
      </Form>
    </section>
  );
}
