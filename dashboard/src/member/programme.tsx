import { useSignal } from '@preact/signals';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import { exercises } from '../../../src/contracts/exercises.ts';
import type { Member, Programme } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { Loaded } from '../components/loaded.tsx';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { ProgrammeForm } from './programme-form.tsx';
import { programmeWords } from './programme-words.ts';

/** What the member is to do, exercise by exercise. */
export function MemberProgramme({ member }: { member: Member }) {
  return (
    <ul class="columns">
      {(Object.keys(exercises) as ExerciseName[]).map((exercise) => (
        <li key={exercise} class="panel">
          <OneProgramme member={member} exercise={exercise} />
        </li>
      ))}
    </ul>
  );
}

function OneProgramme({ member, exercise }: { member: Member; exercise: ExerciseName }) {
  const words = t().member.programme;
  const asked = useSignal(0);
  const isEditing = useSignal(false);
  const isSaved = useSignal(false);
  const path = `/api/v1/members/${member.id}/programmes/${exercise}`;
  const loaded = useLoaded<Programme>((signal) => getJson(path, signal), [path, asked.value]).value;
  const label = t().exercises[exercise].label;
  const done = (hasChanged: boolean) => {
    isEditing.value = false;
    isSaved.value = hasChanged;
    // Also after giving up: someone else may have been the reason.
    asked.value += 1;
  };
  return (
    <section aria-label={label}>
      <h2>{label}</h2>
      <Loaded answer={loaded}>
        {(programme) =>
          isEditing.value ? (
            <ProgrammeForm
              path={path}
              programme={programme}
              etag={loaded?.kind === 'ok' ? loaded.etag : null}
              done={done}
            />
          ) : (
            <>
              <p>
                {programmeWords({ ...programme, ...programme.thisWeek })}{' '}
                <span class="pill">{programme.revision === 0 ? words.standard : words.own}</span>
              </p>
              {programme.course && programme.thisWeek && (
                <p data-testid="course">
                  <b>{programme.course.name}</b>, {courseWords(programme.thisWeek)}
                </p>
              )}
              {programme.note && <p class="lead">{programme.note}</p>}
              <p class="programme__end">
                <button
                  class="button"
                  type="button"
                  onClick={() => (isEditing.value = true)}
                  aria-label={`${words.edit}: ${label}`}
                >
                  {words.edit}
                </button>
                <span role="status">{isSaved.value && words.saved}</span>
              </p>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function courseWords({ week, weeks, isLight }: NonNullable<Programme['thisWeek']>): string {
  const words = t().plans.course;
  return isLight ? `${words.week(week, weeks)}, ${words.light}` : words.week(week, weeks);
}
