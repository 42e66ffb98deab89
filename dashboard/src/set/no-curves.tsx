import type { SetEvent } from '../../../src/contracts/events.ts';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { useLoaded } from '../live/use-loaded.ts';
import { mayAs, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { memberPath } from '../router.ts';

/** Why a set has no curves, and what turns them on. */
export function NoCurves({ set }: { set: SetEvent }) {
  const own = who.value?.memberId ?? null;
  const { memberId } = set;
  const maySee = memberId !== null && (memberId === own || mayAs('trainer'));
  return maySee ? (
    <ByConsent memberId={memberId} isOwn={memberId === own} />
  ) : (
    <p class="panel">{t().set.curvesLost}</p>
  );
}

function ByConsent({ memberId, isOwn }: { memberId: string; isOwn: boolean }) {
  const words = t().set;
  const loaded = useLoaded<Member>((signal) => getJson(`/api/v1/members/${memberId}`, signal), [memberId]).value;
  if (loaded === null) return <Skeleton lines={1} />;
  if (loaded.kind === 'failed' || loaded.value.consents.keepRecordings) return <p class="panel">{words.curvesLost}</p>;
  if (!isOwn) return <p class="panel">{words.curvesOffOther}</p>;
  return (
    <section class="panel stack">
      <p>
        {words.curvesOff} {words.curvesOffHint}
      </p>
      <p>
        <a class="button" href={memberPath(memberId, 'me')}>
          {words.curvesTurnOn}
        </a>
      </p>
    </section>
  );
}
