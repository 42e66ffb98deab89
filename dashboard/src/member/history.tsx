import { useSignal } from '@preact/signals';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { SetEvent } from '../../../src/contracts/events.ts';
import type { PersonalRecord } from '../../../src/contracts/history.ts';
import type { SetPage } from '../../../src/contracts/http.ts';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { Empty } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Paged } from '../components/paged.tsx';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { ExercisePick } from './exercise-pick.tsx';
import { Records } from './records.tsx';
import { SetRows } from './set-rows.tsx';
import { Week } from './week.tsx';

const PAGE_SIZE = 40;

/** Records and every set, newest first. */
export function MemberHistory({ member }: { member: Member }) {
  const exercise = useSignal<ExerciseName | null>(null);
  const words = t().member;
  return (
    <div class="stack">
      <ExercisePick value={exercise.value} withAll onValue={(next) => (exercise.value = next)} />
      <Week member={member} />
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
  const words = t().member;
  return (
    <Paged<SetPage, SetEvent>
      path={path}
      rowsOf={(page) => page.sets}
      more={words.older}
      empty={
        <Empty icon="clock" title={words.noSets}>
          <p>{words.today.noneHint}</p>
        </Empty>
      }
    >
      {(sets) => (
        <div data-testid="history">
          <SetRows sets={sets} withDays />
        </div>
      )}
    </Paged>
  );
}
