import { useSignal } from '@preact/signals';
import type { Calibration } from '../../../src/contracts/calibration.ts';
import type { AuditPage } from '../../../src/contracts/members.ts';
import { getJson, send } from '../api.ts';
import { doerWords } from '../audit-words.ts';
import { Fault } from '../components/fault.tsx';
import { Loaded } from '../components/loaded.tsx';
import { counts, dayOf, hundredths, timeOfDay, velocity } from '../format.ts';
import { useAliases } from '../live/aliases.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

const AUDIT = '/api/v1/audit?kind=calibration-saved&limit=200';

/** Every calibration of a bay: when, by whom, its figures; each can come back. */
export function CalibrationHistory({ bay }: { bay: string }) {
  const words = t().admin.calibrations;
  const saved = useSignal(0);
  const action = useAction();
  const path = `/api/v1/bays/${bay}/calibration`;
  const on = [path, saved.value];
  const loaded = useLoaded<{ calibrations: Calibration[] }>((signal) => getJson(`${path}/history`, signal), on).value;
  const audit = useLoaded<AuditPage>((signal) => getJson(AUDIT, signal), on).value;
  const rows = audit?.kind === 'ok' ? audit.value.rows : [];
  const aliases = useAliases(rows.map(({ actorId }) => actorId));
  const madeBy = (id: string) => {
    const row = rows.find(({ afterJson }) => (JSON.parse(afterJson) as { calibration?: string }).calibration === id);
    return row && doerWords(row, aliases);
  };
  const restore = async (id: string) => {
    if (await action.run(() => send('POST', `${path}/restore`, { id }))) saved.value += 1;
  };
  return (
    <div>
      <h3>{words.title}</h3>
      <Fault failure={action.failure.value} />
      <Loaded answer={loaded}>
        {({ calibrations }) =>
          calibrations.length === 0 ? (
            <p class="lead">{words.none}</p>
          ) : (
            <ul class="rows" data-testid="calibrations">
              {calibrations.map((one, index) => (
                <li key={one.id} class="row">
                  <span class="row__main">
                    <b>{madeBy(one.id) ?? `${dayOf(one.at)} ${timeOfDay(one.at)}`}</b>{' '}
                    {index === 0 && <span class="pill">{words.inForce}</span>}
                    <small>{figuresOf(one).join(' · ')}</small>
                  </span>
                  {index > 0 && (
                    <button
                      class="button"
                      type="button"
                      disabled={action.isBusy.value}
                      aria-label={`${words.restore}: ${dayOf(one.at)} ${timeOfDay(one.at)}`}
                      onClick={() => restore(one.id)}
                    >
                      {words.restore}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function figuresOf({ force, distance, lag, restores }: Calibration): string[] {
  const words = t().admin.calibrations;
  return [
    ...(restores === null ? [] : [words.restored]),
    ...(force === null ? [] : [words.zero(counts(force.zeroCounts)), words.span(velocity(force.countsPerN))]),
    ...(distance === null ? [] : [words.height(counts(distance.zeroMm))]),
    ...(distance?.scale === undefined ? [] : [words.scale(hundredths(100 * (distance.scale - 1)))]),
    ...(lag === null ? [] : [words.lag(counts(lag.heightLagMs), counts(lag.forceLagMs))]),
  ];
}
