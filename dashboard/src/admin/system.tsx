import { useSignal } from '@preact/signals';
import type { LogLine, Versions } from '../../../src/contracts/administration.ts';
import type { Utilisation } from '../../../src/contracts/history.ts';
import { getJson } from '../api.ts';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { age, dayOf, timeOfDay } from '../format.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { Backups } from './backups.tsx';
import { outcomeOf, Update } from './update.tsx';

const WEEK_MS = 7 * 86_400_000;
const LOG_LINES = 200;

/** Versions, backup, how busy it is, and the log. */
export function AdminSystem() {
  const words = t().admin;
  return (
    <div class="stack">
      <div class="columns">
        <div class="stack">
          <VersionPanel />
          <Update />
        </div>
        <div class="stack">
          <section class="panel">
            <h2>{words.backup}</h2>
            <p class="lead">{words.backupHint}</p>
            <p class="programme__end">
              <a class="button" href="/api/v1/backup" download>
                <Icon name="download" />
                {words.download}
              </a>
            </p>
          </section>
          <Backups />
          <UtilisationPanel />
        </div>
      </div>
      <Log />
    </div>
  );
}

function VersionPanel() {
  const words = t().admin;
  const loaded = useLoaded<Versions>((signal) => getJson('/api/v1/versions', signal), []).value;
  return (
    <section class="panel">
      <h2>{words.versions}</h2>
      <Loaded answer={loaded}>
        {(versions) => {
          const rows = [
            ...(Object.keys(words.versionNames) as (keyof typeof words.versionNames)[]).map((name) => [
              words.versionNames[name],
              name === 'uptimeS' ? age(versions.uptimeS * 1000) : String(versions[name]),
            ]),
            [
              t().boards.clock,
              [
                timeOfDay(versions.time.at),
                versions.time.isSynchronized === null
                  ? ''
                  : versions.time.isSynchronized
                    ? t().boards.synced
                    : t().boards.notSynced,
              ]
                .filter(Boolean)
                .join(' · '),
            ],
            [t().boards.addresses, versions.addresses.join(', ') || t().boards.noAddress],
            ...(versions.update ? [[words.lastUpdate, outcomeOf(versions.update)]] : []),
            ...versions.boards.map(({ bay, state, firmware }) => [
              words.board(bay),
              [firmware, state].filter(Boolean).join(' · '),
            ]),
          ];
          return (
            <dl class="facts">
              {rows.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          );
        }}
      </Loaded>
    </section>
  );
}

/** Sets per day, as bars. */
function UtilisationPanel() {
  const words = t().admin;
  const now = useSignal(Date.now()).value;
  const [from, to] = [new Date(now - WEEK_MS).toISOString(), new Date(now).toISOString()];
  const path = `/api/v1/utilisation?from=${from}&to=${to}`;
  const loaded = useLoaded<Utilisation>((signal) => getJson(path, signal), [path]).value;
  return (
    <section class="panel">
      <h2>{words.utilisation}</h2>
      <Loaded answer={loaded}>
        {({ hours }) => {
          const days = new Map<string, number>();
          for (const { hour, sets } of hours) days.set(dayOf(hour), (days.get(dayOf(hour)) ?? 0) + sets);
          const most = Math.max(1, ...days.values());
          if (days.size === 0) return <p>{words.noUtilisation}</p>;
          return (
            <ul class="bars">
              {[...days].map(([day, sets]) => (
                <li key={day}>
                  <span>{words.setsAt(day, sets)}</span>
                  <meter min={0} max={most} value={sets} aria-label={day} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

function Log() {
  const words = t().admin;
  const asked = useSignal(0);
  const path = `/api/v1/logs?limit=${LOG_LINES}`;
  const loaded = useLoaded<{ lines: LogLine[] }>((signal) => getJson(path, signal), [asked.value]).value;
  return (
    <section class="panel">
      <div class="trend__head">
        <h2>{words.logs}</h2>
        <button class="button" type="button" onClick={() => (asked.value += 1)}>
          {words.logsAgain}
        </button>
      </div>
      <Loaded answer={loaded}>
        {({ lines }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
          <section class="log" tabIndex={0} aria-label={words.logs}>
            <ol>
              {lines.toReversed().map((line, index) => (
                <li key={`${line.at} ${index}`} data-severity={line.level}>
                  <time dateTime={line.at}>{timeOfDay(line.at)}</time> <b>{line.level}</b> {line.text}
                </li>
              ))}
            </ol>
          </section>
        )}
      </Loaded>
    </section>
  );
}
