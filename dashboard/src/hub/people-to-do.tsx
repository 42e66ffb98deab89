import type { HubConflict, PeopleToDo } from '../../../src/contracts/hub-pages.ts';
import { send } from '../api.ts';
import { Fault } from '../components/fault.tsx';
import { dayOf, lengthWords, timeOfDay } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import { roleWords } from '../reasons.ts';
import { usePolled } from './use-polled.ts';

/** Conflicts, duplicates and deletions that are outstanding; nothing where there are none. */
export function PeopleToDoPanels({ asked, onChange }: { asked: number; onChange: () => void }) {
  const words = t().hub.members;
  const answer = usePolled<PeopleToDo>('/api/v1/people', [asked]).value;
  if (answer?.kind !== 'ok') return null;
  const { conflicts, duplicates, deletions } = answer.value;
  return (
    <>
      {conflicts.length > 0 && (
        <section class="panel" data-testid="conflicts">
          <h2>{words.conflicts}</h2>
          <p class="lead">{words.conflictsHint}</p>
          <ul class="rows">
            {conflicts.map((conflict) => (
              <Conflict key={conflict.id} conflict={conflict} onChange={onChange} />
            ))}
          </ul>
        </section>
      )}
      {duplicates.length > 0 && (
        <section class="panel" data-testid="duplicates">
          <h2>{words.duplicates}</h2>
          <p class="lead">{words.duplicatesHint}</p>
          <ul class="rows">
            {duplicates.map((one) => (
              <li key={`${one.memberId} ${one.otherId} ${one.why}`} class="row">
                <span class="row__main">
                  <b>{words.duplicateOf(one.gymName, one.otherAlias)}</b>
                  <small>{`${words.duplicate[one.why]} · ${dayOf(one.at)}, ${timeOfDay(one.at)}`}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {deletions.length > 0 && (
        <section class="panel" data-testid="deletions">
          <h2>{words.deletions}</h2>
          <p class="lead">{words.deletionsHint}</p>
          <ul class="rows">
            {deletions.map((one) => (
              <li key={one.memberId} class="row">
                <span class="row__main">
                  <b>{one.controllers.join(', ')}</b>
                  <small>{`${one.memberId} · ${dayOf(one.at)}, ${timeOfDay(one.at)}`}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Conflict({ conflict, onChange }: { conflict: HubConflict; onChange: () => void }) {
  const words = t().hub.members;
  const action = useAction();
  const { id, alias, field, ours, theirs, gymName } = conflict;
  const name = words.fields[field] ?? field;
  const decide = async (takes: boolean) => {
    if ((await action.run(() => send('POST', `/api/v1/conflicts/${id}`, { takes }))) !== undefined) onChange();
  };
  return (
    <li class="row">
      <span class="row__main">
        <b>{words.conflict(alias, name)}</b>
        <small>{words.ours(shownValue(field, ours))}</small>
        <small>{words.theirs(gymName, shownValue(field, theirs))}</small>
      </span>
      <span class="actions__row">
        <button
          class="button"
          type="button"
          disabled={action.isBusy.value}
          aria-label={words.takeLong(alias, name)}
          onClick={() => void decide(true)}
        >
          {words.take}
        </button>
        <button
          class="button"
          type="button"
          disabled={action.isBusy.value}
          aria-label={words.dropLong(alias, name)}
          onClick={() => void decide(false)}
        >
          {words.drop}
        </button>
      </span>
      <Fault failure={action.failure.value} />
    </li>
  );
}

function shownValue(field: HubConflict['field'], value: unknown): string {
  if (value === null || value === undefined) return t().hub.members.nothing;
  if (field === 'heightMm') return lengthWords(Number(value));
  if (field === 'role') return roleWords(String(value));
  return `“${String(value)}”`;
}
