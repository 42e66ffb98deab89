import { useSignal } from '@preact/signals';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import { exerciseNames } from '../../../src/contracts/exercises.ts';
import { type Answer, send } from '../api.ts';
import { Fault, Pick } from '../components/form.tsx';
import { LoadField } from '../components/load-field.tsx';
import { MemberSearch } from '../components/member-search.tsx';
import { Undoable } from '../components/undoable.tsx';
import { loadWords } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { useAction } from '../live/use-action.ts';
import { useCorrections } from '../live/use-corrections.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';

/** A trainer's actions at a bay, from any device. */
export function BayActions({ bay }: { bay: BayStore }) {
  const words = t().floor;
  const said = useSignal('');
  const action = useAction();
  const corrections = useCorrections();
  const carryOut = async (work: () => Promise<Answer<unknown>>, done: string) => {
    said.value = '';
    corrections.latest.value = null;
    if ((await action.run(work)) !== undefined) said.value = done;
  };
  const path = `/api/v1/bays/${bay.id}`;
  const endSet = () => carryOut(() => send('POST', `${path}/end-set`), words.setEnded);
  const choose = (exercise: ExerciseName) =>
    carryOut(() => send('PUT', `${path}/exercise`, { exercise }), words.exerciseChosen(t().exercises[exercise].label));
  const restart = () => {
    said.value = '';
    return corrections.restart(bay.id, words.begun);
  };
  const setLoad = (enteredLoadKg: number | null) =>
    carryOut(
      () => send('PUT', `${path}/load`, { enteredLoadKg }),
      enteredLoadKg === null ? words.loadMeasured : words.loadSaved(loadWords(enteredLoadKg)),
    );
  const { set, enteredLoadKg } = bay.state.value;
  return (
    <section class="panel actions" aria-labelledby="actions-title">
      <h2 id="actions-title">{words.actions}</h2>
      <p class="actions__row">
        <button class="button" type="button" onClick={endSet} disabled={!set}>
          {words.endSet}
        </button>
        <button class="button" type="button" onClick={restart} disabled={!set}>
          {words.begin}
        </button>
      </p>
      <p role="status">{said.value || (!set && !corrections.latest.value ? words.noSet : '')}</p>
      <Undoable corrections={corrections} />
      <Fault failure={action.failure.value} />
      <Pick
        label={words.exercise}
        value={bay.exercise.value.name}
        options={exerciseNames.map((name) => [name, t().exercises[name].label] as const)}
        onValue={choose}
      />
      <LoadField enteredLoadKg={enteredLoadKg} measuredKg={bay.loadKg.value} onSave={setLoad} />
      {mayAs('trainer') && <Present bay={bay} carryOut={carryOut} />}
    </section>
  );
}

type CarryOut = (work: () => Promise<Answer<unknown>>, done: string) => void;

/** Signs in a member who has no card with them, and signs out one who forgot to. */
function Present({ bay, carryOut }: { bay: BayStore; carryOut: CarryOut }) {
  const words = t().floor;
  const path = `/api/v1/bays/${bay.id}/session`;
  const { kind } = bay.session.value;
  return (
    <fieldset class="present">
      <legend>{words.onBay}</legend>
      <MemberSearch
        label={words.putOn}
        onPick={({ id, alias }) =>
          carryOut(() => send('POST', path, { kind: 'member', memberId: id }), words.isOn(alias))
        }
      />
      <p class="actions__row">
        <button
          class="button"
          type="button"
          onClick={() => carryOut(() => send('POST', path, { kind: 'guest' }), words.isOn(words.putGuest))}
        >
          {words.putGuest}
        </button>
        <button
          class="button"
          type="button"
          disabled={kind === 'none'}
          onClick={() => carryOut(() => send('DELETE', path), words.noOccupant)}
        >
          {words.takeOff}
        </button>
      </p>
    </fieldset>
  );
}
