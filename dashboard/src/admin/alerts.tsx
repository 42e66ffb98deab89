import type { AlertLogPage, PastAlert } from '../../../src/contracts/alert-log.ts';
import { Empty } from '../components/form.tsx';
import { Paged } from '../components/paged.tsx';
import { dayOf, timeOfDay } from '../format.ts';
import { useAliases } from '../live/aliases.ts';
import { bays } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { floorBayPath } from '../router.ts';
import { alertNote } from '../words.ts';

const PAGE_SIZE = 50;

/** Every alert, newest first, also after it is over. */
export function AdminAlerts() {
  const words = t().admin;
  return (
    <section class="panel stack">
      <p class="lead">{words.alertLog.hint}</p>
      <Paged<AlertLogPage, PastAlert>
        path={`/api/v1/alerts?limit=${PAGE_SIZE}`}
        rowsOf={(page) => page.alerts}
        more={words.more}
        empty={
          <Empty icon="bell" title={words.alertLog.none}>
            <p>{words.alertLog.noneHint}</p>
          </Empty>
        }
      >
        {(alerts) => <Alerts alerts={alerts} />}
      </Paged>
    </section>
  );
}

function Alerts({ alerts }: { alerts: readonly PastAlert[] }) {
  const words = t().admin.alertLog;
  const aliases = useAliases(alerts.map(({ seenBy }) => seenBy));
  const when = (at: string) => `${dayOf(at)} ${timeOfDay(at)}`;
  return (
    <ul data-testid="alert-log">
      {alerts.map((alert) => {
        const { id, bay, startedAt, endedAt, seenAt, seenBy } = alert;
        const note = alertNote(alert);
        const lasted = endedAt === null ? words.lasts(when(startedAt)) : words.lasted(when(startedAt), when(endedAt));
        return (
          <li key={id} class="alert" data-level={note.level} data-seen={endedAt !== null}>
            <div class="alert__head">
              <strong>{note.title}</strong>
              <a href={floorBayPath(bay)}>{bays.value?.get(bay)?.state.value.name ?? bay}</a>
              <span>{lasted}</span>
            </div>
            <p>{note.text}</p>
            <p>
              {seenAt === null
                ? words.notSeen
                : words.seen(aliases.get(seenBy ?? '') ?? t().correct.someone, when(seenAt))}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
