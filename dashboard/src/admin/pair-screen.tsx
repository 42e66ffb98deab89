import { useSignal } from '@preact/signals';
import type { PairingCode } from '../../../src/contracts/access.ts';
import type { Versions } from '../../../src/contracts/administration.ts';
import { getJson, send } from '../api.ts';
import { Fault } from '../components/fault.tsx';
import { Icon } from '../components/icon.tsx';
import { type Code, drawCode, QrCode } from '../components/qr-code.tsx';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import { pairPath } from '../router.ts';

const LOCAL = /^(localhost|127\.|\[::1\])/;

/** A code to type, and a link with it to scan: for ten minutes, the first browser that has it becomes the screen of this bay. */
export function PairScreen({ bay, name }: { bay: string; name: string }) {
  const words = t().admin.pair;
  const code = useSignal<string | null>(null);
  const origin = useSignal('');
  const drawn = useSignal<Code | null>(null);
  const action = useAction();
  const pair = async () => {
    const pairing = { name: words.tokenName(name), bay };
    const made = await action.run(() => send<PairingCode>('POST', '/api/v1/auth/pairing-code', pairing));
    if (!made) return;
    const versions = await getJson<Versions>('/api/v1/versions', new AbortController().signal);
    origin.value = (versions.kind === 'ok' && versions.value.phoneUrl) || location.origin;
    code.value = made.code;
    drawn.value = await drawCode(origin.value + pairPath(made.code));
  };
  return (
    <div class="pair">
      <button class="button" type="button" disabled={action.isBusy.value} onClick={pair}>
        <Icon name="grid" />
        {words.start}
      </button>
      <Fault failure={action.failure.value} />
      {code.value !== null && (
        <div class="once" role="status">
          <b>{words.scan(name)}</b>
          {drawn.value && <QrCode code={drawn.value} label={words.codeAlt(name)} />}
          <p>{words.open(new URL(pairPath(), origin.value).href)}</p>
          <code class="pair__code" data-testid="pairing-code">
            {code.value}
          </code>
          <p>{LOCAL.test(new URL(origin.value).hostname) ? words.local : words.hint}</p>
        </div>
      )}
    </div>
  );
}
