import { timeOfDay } from '../format.ts';
import { alertsOf } from '../live/attention.ts';
import type { BayStore } from '../live/bay-store.ts';
import { markSeen } from '../live/seen-alerts.ts';
import { floorBayPath } from '../router.ts';
import { t } from '../texts/index.ts';
import { alertNote } from '../words.ts';
import { Icon } from './icon.tsx';

/** Every alert of these bays, what needs somebody first. */
export function AlertCentre({ bays }: { bays: readonly BayStore[] }) {
  const words = t().floor;
  const alerts = alertsOf(bays);
  const isAnySeen = alerts.some(({ isSeen }) => isSeen);
  return (
    <section class="alerts" aria-labelledby="alerts-title" aria-live="polite" data-testid="alerts">
      <h2 id="alerts-title">
        <Icon name="bell" />
        {words.alerts}
      </h2>
      {alerts.length === 0 && <p class="alerts__none">{words.noAlerts}</p>}
      <ul>
        {alerts.map(({ bay, alert, isSeen }) => {
          const note = alertNote(alert);
          const { name } = bay.state.value;
          return (
            <li key={alert.id} class="alert" data-level={note.level} data-seen={isSeen}>
              <div class="alert__head">
                <strong>{note.title}</strong>
                <a href={floorBayPath(bay.id)}>{name}</a>
                <span>{words.since(timeOfDay(alert.at))}</span>
              </div>
              <p>{note.text}</p>
              {isSeen ? (
                <p class="alert__seen">
                  <Icon name="check" /> {words.seen}
                </p>
              ) : (
                <button
                  class="button"
                  type="button"
                  onClick={() => markSeen(alert.id)}
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
      {isAnySeen && <p class="alerts__none">{words.seenHere}</p>}
    </section>
  );
}
