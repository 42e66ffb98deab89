import type { PersonalRecord } from '../../../src/contracts/history.ts';
import type { SetPage } from '../../../src/contracts/http.ts';
import type { Member, Programme } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { Empty } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { load, seconds } from '../format.ts';
import { midnightMs } from '../live/live-store.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { volumeKg } from '../words.ts';
import { programmeWords } from './programme-words.ts';
import { Records } from './records.tsx';
import { SetRows } from './set-rows.tsx';

const LIMIT = 100;

/** What was lifted since midnight, and what is planned. */
export function MemberToday({ member }: { member: Member }) {
  const path = `/api/v1/members/${member.id}`;
  const sets = useLoaded<SetPage>((signal) => getJson(`${path}/sets?limit=${LIMIT}`, signal), [path]).value;
  const records = useLoaded<{ records: PersonalRecord[] }>(
    (signal) => getJson(`${path}/records`, signal),
    [path],
  ).value;
  const plans = useLoaded<{ programmes: Programme[] }>((signal) => getJson(`${path}/programmes`, signal), [path]).value;
  const words = t().member;
  const isToday = (at: string) => Date.parse(at) >= midnightMs.value;
  const newRecords = (records?.kind === 'ok' ? records.value.records : []).filter((record) => isToday(record.at));
  const planned = plans?.kind === 'ok' ? plans.value.programmes : [];
  return (
    <Loaded answer={sets}>
      {(page) => {
        const today = page.sets.filter((set) => isToday(set.startedAt));
        return (
          <div class="stack">
            {today.length === 0 ? (
              <Empty icon="card" title={words.today.none}>
                <p>{words.today.noneHint}</p>
              </Empty>
            ) : (
              <Totals sets={today} />
            )}
            {newRecords.length > 0 && (
              <section>
                <h2 class="section-title">{words.today.newRecords}</h2>
                <Records records={newRecords} />
              </section>
            )}
            <div class="columns">
              {today.length > 0 && (
                <section class="panel">
                  <h2>{words.today.latest}</h2>
                  <SetRows sets={today} withDays={false} />
                </section>
              )}
              {planned.length > 0 && (
                <section class="panel">
                  <h2>{words.today.plan}</h2>
                  <ul class="rows">
                    {planned.map((programme) => (
                      <li key={programme.exercise} class="row">
                        <span class="row__main">
                          <b>{t().exercises[programme.exercise].label}</b>
                          <small>{programmeWords(programme)}</small>
                          {programme.note && <p>{programme.note}</p>}
                        </span>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}

function Totals({ sets }: { sets: SetPage['sets'] }) {
  const words = t().member.today;
  const sum = (of: (set: SetPage['sets'][number]) => number) => sets.reduce((total, set) => total + of(set), 0);
  const held = sets.filter((set) => set.meanHoldS !== null && set.countedReps > 0);
  const heldReps = held.reduce((total, set) => total + set.countedReps, 0);
  const holdS = held.reduce((total, set) => total + (set.meanHoldS ?? 0) * set.countedReps, 0) / heldReps;
  const volume = load(sum(volumeKg));
  const tiles: [string, string, string][] = [
    [words.sets, String(sets.length), ''],
    [words.reps, String(sum((set) => set.countedReps)), ''],
    [words.volume, volume.value, volume.unit],
    [words.hold, heldReps > 0 ? seconds(holdS) : t().common.unknown, heldReps > 0 ? 's' : ''],
  ];
  return (
    <dl class="tiles" data-testid="today-totals">
      {tiles.map(([label, value, unit]) => (
        <div key={label} class="tile">
          <dt>{label}</dt>
          <dd>
            {value} <small>{unit}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
