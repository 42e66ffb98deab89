import { useSignal } from '@preact/signals';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { PersonalRecord } from '../../../src/contracts/history.ts';
import type { SetPage } from '../../../src/contracts/http.ts';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Empty, Fault } from '../parts/form.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { t } from '../texts/index.ts';
import { ExercisePick } from './exercise-pick.tsx';
import { Records } from './records.tsx';
import { SetRows } from './set-rows.tsx';

const PAGE_SIZE = 40;

/** Records and every set, newest first. */
export function MemberHistory({ member }: { member: Member }) {
  const exercise = useSignal<ExerciseName | null>(null);
  const words = t().member;
  return (
    <div class="stack">
      <ExercisePick value={exercise.value} withAll onValue={(next) => (exercise.value = next)} />
      <MemberRecords key={`records ${exercise.value}`} member={member} exercise={exercise.value} />
      <section class="panel" aria-label={words.tabs.history}>
        <AllSets key={`sets ${exercise.value}`} member={member} exercise={exercise.value} />
      </section>
    </div>
  );
}

const queryOf = (exercise: ExerciseName | null) => (exercise === null ? '' : `exercise=${exercise}`);

function MemberRecords({ member, exercise }: { member: Member; exercise: ExerciseName | null }) {
  const path = `/api/v1/members/${member.id}/records?${queryOf(exercise)}`;
  const loaded = useLoaded<{ records: PersonalRecord[] }>((signal) => getJson(path, signal), [path]).value;
  const words = t().member;
  return (
    <section>
      <h2 class="section-title">{words.records}</h2>
      <Loaded answer={loaded}>
        {({ records }) => (records.length === 0 ? <p>{words.noRecords}</p> : <Records records={records} />)}
      </Loaded>
    </section>
  );
}

function AllSets({ member, exercise }: { member: Member; exercise: ExerciseName | null }) {
  const path = `/api/v1/members/${member.id}/sets?limit=${PAGE_SIZE}&${queryOf(exercise)}`;
  const first = useLoaded<SetPage>((signal) => getJson(path, signal), [path]).value;
  const more = useSignal<SetPage[]>([]);
  const action = useAction();
  const words = t().member;
  const older = async (before: string) => {
    const page = await action.run(() => getJson<SetPage>(`${path}&before=${before}`, new AbortController().signal));
    if (page) more.value = [...more.value, page];
  };
  return (
    <Loaded answer={first}>
      {(page) => {
        const pages = [page, ...more.value];
        const next = pages.at(-1)?.next ?? null;
        const sets = pages.flatMap((one) => one.sets);
        if (sets.length === 0)
          return (
            <Empty icon="clock" title={words.noSets}>
              <p>{words.today.noneHint}</p>
            </Empty>
          );
        return (
          <div data-testid="history">
            <SetRows sets={sets} withDays />
            <Fault failure={action.failure.value} />
            {next !== null && (
              <button class="button" type="button" disabled={action.isBusy.value} onClick={() => older(next)}>
                {words.older}
              </button>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
