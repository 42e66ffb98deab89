import { who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { Secret } from '../member/secret.tsx';
import { Frame } from '../pages/frame.tsx';
import { roleWords } from '../reasons.ts';

/** One's own account at the hub. */
export function HubMePage() {
  const login = who.value?.alias ?? '';
  return (
    <Frame title={t().account.mine} about={`${login} · ${roleWords(who.value?.role ?? '')}`}>
      <div class="columns">
        <Secret login={login} title={t().hub.password} />
      </div>
    </Frame>
  );
}
