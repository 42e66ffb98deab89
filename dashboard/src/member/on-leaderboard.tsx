import { useSignal } from '@preact/signals';
import type { FloorInfo, OnLeaderboard } from '../../../src/contracts/class-clock.ts';
import { type Answer, getJson, send } from '../api.ts';
import { Fault } from '../components/fault.tsx';
import { Switch } from '../components/form.tsx';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

/** Members themselves say whether they stand on the leaderboard; where there is none, nothing is asked. */
export function AgreeToLeaderboard({ memberId }: { memberId: string }) {
  const words = t().group.leaderboard;
  const path = `/api/v1/members/${memberId}/leaderboard`;
  const chosen = useSignal<boolean | null>(null);
  const action = useAction();
  const loaded = useLoaded<OnLeaderboard | null>(
    async (signal): Promise<Answer<OnLeaderboard | null>> => {
      const floor = await getJson<FloorInfo>('/api/v1/floor', signal);
      if (floor.kind === 'failed') return floor;
      return floor.value.leaderboard ? getJson<OnLeaderboard>(path, signal) : { ...floor, value: null };
    },
    [path],
  ).value;
  const now = loaded?.kind === 'ok' ? loaded.value : null;
  if (!now) return null;
  const choose = async (isOn: boolean) => {
    const answer = await action.run(() => send<OnLeaderboard>('PUT', path, { isOn }));
    chosen.value = answer?.isOn ?? !isOn;
  };
  return (
    <section class="panel">
      <h2>{words.title}</h2>
      <Switch label={words.agree} hint={words.agreeHint} isOn={chosen.value ?? now.isOn} onChange={choose} />
      <Fault failure={action.failure.value} />
    </section>
  );
}
