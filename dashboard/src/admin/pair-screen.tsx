import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TokenMade } from '../../../src/contracts/access.ts';
import { getJson, send } from '../api.ts';
import { useAction } from '../live/use-action.ts';
import { Fault } from '../parts/form.tsx';
import { Icon } from '../parts/icon.tsx';
import { type Code, drawCode, QrCode } from '../parts/qr-code.tsx';
import { pairPath } from '../router.ts';
import { t } from '../texts/index.ts';

const LOCAL = /^(localhost|127\.|\[::1\])/;

/** A link, as a code to scan too, that makes whatever opens it the screen of this bay. */
export function PairScreen({ bay, name }: { bay: string; name: string }) {
  const words = t().admin.pair;
  const link = useSignal<string | null>(null);
  const code = useSignal<Code | null>(null);
  const action = useAction();
  const pair = async () => {
    const token = { name: words.tokenName(name), scopes: ['screen'], bay };
    const made = await action.run(() => send<TokenMade>('POST', '/api/v1/tokens', token));
    if (!made) return;
    const config = await getJson<{ web: { publicUrl: string } }>('/api/v1/config', new AbortController().signal);
    const origin = (config.kind === 'ok' && config.value.web.publicUrl) || location.origin;
    link.value = origin + pairPath(made.secret);
  };
  useEffect(() => {
    if (link.value) drawCode(link.value).then((drawn) => (code.value = drawn));
  }, [link.value]);
  const isLocal = link.value !== null && LOCAL.test(new URL(link.value).hostname);
  return (
    <div class="pair">
      <button class="button" type="button" disabled={action.isBusy.value} onClick={pair}>
        <Icon name="grid" />
        {words.start}
      </button>
      <Fault failure={action.failure.value} />
      {link.value !== null && (
        <div class="once" role="status">
          <b>{words.scan(name)}</b>
          {code.value && <QrCode code={code.value} label={words.codeAlt(name)} />}
          <code data-testid="pair-link">{link.value}</code>
          <p>{isLocal ? words.local : words.hint}</p>
        </div>
      )}
    </div>
  );
}
