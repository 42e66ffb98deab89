import { useSignal } from '@preact/signals';
import type { Presence } from '../../../src/contracts/presence.ts';
import { send } from '../api.ts';
import { Fault } from '../components/fault.tsx';
import { Icon } from '../components/icon.tsx';
import { bays } from '../live/live-store.ts';
import { useAction } from '../live/use-action.ts';
import { who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { myPath } from '../router.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';

/** Where the code on the screen of a bay leads a phone: log in if need be, tap in, done. */
export function ClaimPage({ code }: { code: string }) {
  return (
    <For least="member">
      <Claim code={code} />
    </For>
  );
}

function Claim({ code }: { code: string }) {
  const words = t().account;
  const presence = useSignal<Presence | null>(null);
  const action = useAction();
  const tapIn = async () => {
    const now = await action.run(() => send<Presence>('POST', '/api/v1/claims', { code }));
    if (now) presence.value = now;
  };
  const { memberId = null, alias = null } = who.value ?? {};
  const on = presence.value;
  if (on)
    return (
      <Frame title={words.claim}>
        <section class="panel narrow narrow--done" role="status">
          <Icon name="check" />
          <h2>{words.claimed(bays.value?.get(on.bay)?.state.value.name ?? on.bay)}</h2>
          <p>{words.claimedText}</p>
          {memberId && (
            <a class="button" data-kind="main" href={myPath()}>
              {words.toHistory}
            </a>
          )}
        </section>
      </Frame>
    );
  return (
    <Frame title={words.claim}>
      <section class="panel narrow">
        {code === '' ? (
          <p class="lead">{words.claimNoCode}</p>
        ) : (
          <>
            <h2>{words.claimAsk(alias ?? '')}</h2>
            <p class="lead">{words.claimHint}</p>
            <Fault failure={action.failure.value} />
            <button class="button" data-kind="main" type="button" disabled={action.isBusy.value} onClick={tapIn}>
              {words.claimNow}
            </button>
          </>
        )}
      </section>
    </Frame>
  );
}
