import { useSignal } from '@preact/signals';
import type { NewProgramme, Programme } from '../../../src/contracts/members.ts';
import { send } from '../api.ts';
import { Form } from '../components/form.tsx';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import { ProgrammeFields } from './programme-fields.tsx';

/** Edits the programme of one exercise; `done` receives whether anything changed. */
export function ProgrammeForm(props: {
  path: string;
  programme: Programme;
  etag: string | null;
  done: (hasChanged: boolean) => void;
}) {
  const { path, programme, etag, done } = props;
  const words = t().member.programme;
  const { memberId: _member, revision: _revision, updatedAt: _at, thisWeek: _week, ...fields } = programme;
  const draft = useSignal<NewProgramme>(fields);
  const action = useAction();
  const save = async () => {
    if (await action.run(() => send<Programme>('PUT', path, draft.value, etag))) done(true);
  };
  const toStandard = async () => {
    if ((await action.run(() => send('DELETE', path))) !== undefined) done(true);
  };
  return (
    <Form
      action={action}
      submit={words.save}
      onSubmit={save}
      more={
        <>
          <button class="button" type="button" onClick={() => done(false)}>
            {words.cancel}
          </button>
          {programme.revision > 0 && (
            <button class="button" type="button" onClick={toStandard}>
              {words.toStandard}
            </button>
          )}
        </>
      }
    >
      {draft.value.course && (
        <>
          <p class="lead">{t().plans.course.firstWeek}</p>
          <p>
            <button class="button" type="button" onClick={() => (draft.value = { ...draft.value, course: null })}>
              {t().plans.course.stop}
            </button>
          </p>
        </>
      )}
      <ProgrammeFields fields={draft.value} onFields={(patch) => (draft.value = { ...draft.value, ...patch })} />
    </Form>
  );
}
