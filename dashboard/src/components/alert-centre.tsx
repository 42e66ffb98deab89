import type { AlertSeen } from '../../../src/contracts/events.ts';
import { send } from '../api.ts';
import { timeOfDay } from '../format.ts';
import { useAliases } from '../live/aliases.ts';
import { alertsOf } from '../live/attention.ts';
import type { BayStore } from '../live/bay-store.ts';
import { useAction } from '../live/use-action.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { floorBayPath } from '../router.ts';
import { alertNote } from '../words.ts';
import { Fault } from './fault.tsx';
import { Icon } from './icon.tsx';

/** Every alert of these bays, what needs someone first. */
export function AlertCentre({ bays }: { bays: readonly BayStore[] }) {
  const words = t().floor;
  const alerts = alertsOf(bays);
  const action = useAction();
  const aliases = useAliases(alerts.map(({ seen }) => seen?.memberId ?? null));
  const isTrainer = mayAs('trainer');
  const acknowledge = (id: string) => action.run(() => send('POST', `/api/v1/alerts/${id}/acknowledge`));
  const seenWords = ({ memberId, at }: AlertSeen) =>
    words.seenBy(aliases.get(memberId ?? '') ?? t().correct.someone, timeOfDay(at));
  return (
    <section class="alerts" aria-labelledby="alerts-title" aria-live="polite" data-testid="alerts">
      <h2 id="alerts-title">
        <Icon name="bell" />
        {words.alerts}
      </h2>
      {alerts.length === 0 && <p class="alerts__none">{words.noAlerts}</p>}
      <ul>
        {alerts.map(({ bay, alert, seen }) => {
          const note = alertNote(alert);
          const { name } = bay.state.value;
          return (
            <li key={alert.id} class="alert" data-level={note.level} data-seen={seen !== null}>
              <div class="alert__head">
                <strong>{note.title}</strong>
                <a href={floorBayPath(bay.id)}>{name}</a>
                <span>{words.since(timeOfDay(alert.at))}</span>
              </div>
              <p>{note.text}</p>
              {seen && (
                <p class="alert__seen">
                  <Icon name="check" /> {seenWords(seen)}
                </p>
              )}
              {!seen && isTrainer && (
                <button
                  class="button"
                  type="button"
                  disabled={action.isBusy.value}
                  onClick={() => acknowledge(alert.id)}
                  aria-label={words.acknowledgeLong(note.title, name)}
                >
                  <Icon name="check" />
                  {words.acknowledge}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <Fault failure={action.failure.value} />
      {!isTrainer && alerts.length > 0 && <p class="alerts__none">{words.seenByTrainers}</p>}
    </section>
  );
}
