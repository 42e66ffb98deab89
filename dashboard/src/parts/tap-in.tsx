import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ClaimCode } from '../../../src/contracts/presence.ts';
import { send } from '../api.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../texts/index.ts';
import { Icon } from './icon.tsx';

/** A new code is fetched this long before the old one runs out. */
const RENEW_BEFORE_MS = 5000;
const RETRY_MS = 30_000;

/** How to say who one is; only where the station lets somebody tap in. */
export function TapIn({ bay }: { bay: BayStore }) {
  const presence = bay.presence.value;
  if (presence?.kind !== 'none') return null;
  const { tapIn, tapInHint, claimable } = t().presence;
  return (
    <aside class="tap-in" data-testid="tap-in">
      <div>
        <p class="tap-in__title">
          <Icon name="card" />
          {tapIn}
        </p>
        <p>{presence.claimable > 0 ? claimable(presence.claimable) : tapInHint}</p>
      </div>
      <QrCode bay={bay} />
    </aside>
  );
}

/** The code that a member's phone reads to tap in; nothing while the station gives none. */
function QrCode({ bay }: { bay: BayStore }) {
  const drawing = useSignal<{ path: string; size: number } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const renew = async () => {
      const answer = await send<ClaimCode>('POST', `/api/v1/bays/${bay.id}/claim-code`);
      const code = answer.kind === 'ok' ? answer.value : null;
      const next = code && (await drawCode(code.url));
      if (isGone) return;
      drawing.value = next;
      const leftMs = code ? Date.parse(code.expiresAt) - bay.stationMs(Date.now()) - RENEW_BEFORE_MS : RETRY_MS;
      timer = setTimeout(renew, Math.max(leftMs, RENEW_BEFORE_MS));
    };
    renew();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [bay.id]);
  if (!drawing.value) return null;
  const { path, size } = drawing.value;
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t().presence.codeAlt}>
      <path d={path} />
    </svg>
  );
}

async function drawCode(url: string): Promise<{ path: string; size: number }> {
  const { encode } = await import('uqr');
  const { data, size } = encode(url, { ecc: 'M', border: 2 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { path: squares.join(''), size };
}
