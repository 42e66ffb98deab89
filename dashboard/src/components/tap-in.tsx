import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ClaimCode } from '../../../src/contracts/presence.ts';
import { send } from '../api.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { Icon } from './icon.tsx';
import { type Code, drawCode, QrCode } from './qr-code.tsx';

/** A new code is fetched this long before the old one runs out. */
const RENEW_BEFORE_MS = 5000;
const RETRY_MS = 30_000;

/** How to say who one is; only where the station lets someone tap in. */
export function TapIn({ bay }: { bay: BayStore }) {
  const presence = bay.presence.value;
  return presence?.kind === 'none' ? <TapInWithCode bay={bay} claimable={presence.claimable} /> : null;
}

/** Fetches the code that a member's phone reads, and a new one before it runs out; shows none while the station gives none, or no phone can reach it. */
function TapInWithCode({ bay, claimable }: { bay: BayStore; claimable: number }) {
  const code = useSignal<Code | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const renew = async () => {
      const answer = await send<ClaimCode>('POST', `/api/v1/bays/${bay.id}/claim-code`);
      const given = answer.kind === 'ok' ? answer.value : null;
      const drawn = given?.url ? await drawCode(given.url) : null;
      if (isGone) return;
      code.value = drawn;
      const leftMs = given ? Date.parse(given.expiresAt) - bay.stationMs(Date.now()) - RENEW_BEFORE_MS : RETRY_MS;
      timer = setTimeout(renew, Math.max(leftMs, RENEW_BEFORE_MS));
    };
    void renew();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [bay.id]);
  return <TapInCard claimable={claimable} code={code.value} />;
}

export function TapInCard({ claimable, code }: { claimable: number; code: Code | null }) {
  const words = t().presence;
  return (
    <div class="tap-in" data-testid="tap-in">
      <div>
        <p class="tap-in__title">
          <Icon name="card" />
          {words.tapIn}
        </p>
        <p>{claimable > 0 ? words.claimable(claimable) : words.tapInHint}</p>
      </div>
      {code && <QrCode code={code} label={words.codeAlt} />}
    </div>
  );
}
