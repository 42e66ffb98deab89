import { type Signal, useSignal } from '@preact/signals';
import type { Case, SetCase } from '../../../src/contracts/cases.ts';
import type { SetDetail } from '../../../src/contracts/http.ts';
import { getJson, send } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { Fault, Switch } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Choice } from '../components/settings-sheet.tsx';
import { counts } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { useCorrections } from '../live/use-corrections.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { mayAs, who } from '../live/who.ts';
import { caseTexts } from '../locales/case-texts.ts';
import { t } from '../locales/index.ts';
import type { Curves, RepSpan } from '../set/curves.ts';
import { CaseCurve } from './case-curve.tsx';
import { MovementList } from './movement-list.tsx';
import { NoCase } from './no-case.tsx';
import { correctionsOf, countOf, firstSaid, newCaseOf, type Said, tapped } from './said.ts';
import '../styles/people.css';
import '../styles/forms.css';
import '../styles/correct.css';
import '../styles/case.css';

interface Props {
  detail: SetDetail;
  spans: readonly RepSpan[];
  /** Null while there are none to see. */
  curves: Curves | null;
  onChange: (next: SetDetail) => void;
}

/** What was right of a set, said rep by rep or as a number; kept as a case, corrected, or both. */
export function WrongCount(props: Props) {
  const isOpen = useSignal(false);
  return (
    <>
      <button class="button" type="button" onClick={() => (isOpen.value = true)}>
        {caseTexts().open}
      </button>
      <Dialog title={caseTexts().open} isOpen={isOpen.value} close={() => (isOpen.value = false)}>
        <Asked {...props} />
      </Dialog>
    </>
  );
}

function Asked(props: Props) {
  const path = `/api/v1/sets/${props.detail.set.id}/case`;
  const asked = useSignal(0);
  const done = useSignal('');
  const loaded = useLoaded<SetCase>((signal) => getJson(path, signal), [path, asked.value]).value;
  return (
    <Loaded answer={loaded}>
      {(state) => (
        <Editor
          key={state.case?.id ?? 'none'}
          {...props}
          state={state}
          path={path}
          done={done}
          again={() => (asked.value += 1)}
        />
      )}
    </Loaded>
  );
}

const reps = (howMany: number) => `${counts(howMany)} ${t().bay.rep(howMany)}`;

interface EditorProps extends Props {
  state: SetCase;
  path: string;
  /** What was done last, in words. */
  done: Signal<string>;
  again: () => void;
}

function Editor(props: EditorProps) {
  const { detail, spans, curves, onChange, state, path, done, again } = props;
  const { set } = detail;
  const words = caseTexts();
  const said = useSignal<Said>(firstSaid(spans, state.case));
  const action = useAction();
  const corrections = useCorrections();
  // A trainer keeps what the member agreed to before; a member is asked here.
  const keeps = useSignal(state.refusal === null && (state.case !== null || mayAs('trainer')));
  const corrects = useSignal(true);
  const changes = correctionsOf(said.value, spans);
  const willCorrect = corrects.value && changes.length > 0;
  const isOwn = set.memberId !== null && set.memberId === who.value?.memberId;
  const change = (next: Said) => {
    said.value = next;
    done.value = '';
  };

  const save = async () => {
    done.value = '';
    const messages: string[] = [];
    if (keeps.value) {
      const kept = await action.run(() => send<Case>('PUT', path, newCaseOf(said.value)));
      if (!kept) return;
      messages.push(words.kept);
    }
    for (const one of willCorrect ? changes : []) {
      const next = await corrections.correct(set.id, one, '');
      if (!next) return;
      onChange({ set: next.set, reps: next.reps });
      if (one === changes.at(-1)) messages.push(words.corrected(reps(next.set.countedReps)));
    }
    done.value = messages.join(' ');
    again();
  };
  const remove = async () => {
    if ((await action.run(() => send('DELETE', path))) === undefined) return;
    done.value = words.removed;
    again();
  };

  return (
    <div class="correct case" data-testid="wrong-count">
      <p class="lead">{words.lead(reps(set.countedReps))}</p>
      {state.case !== null && (
        <div class="case__known">
          <p>{words.isCase(reps(state.case.right.countedReps))}</p>
          <button class="button" type="button" disabled={action.isBusy.value} onClick={remove}>
            {words.removeCase}
          </button>
        </div>
      )}
      <Choice
        name={words.mode}
        options={words.modes}
        value={said.value.mode}
        onChoose={(mode) => change({ ...said.value, mode, number: countOf(said.value) })}
      />
      {said.value.mode === 'number' ? (
        <Stepper value={said.value.number} onValue={(number) => change({ ...said.value, number })} />
      ) : (
        <>
          {curves !== null && curves.heightCm.atS.length > 0 && (
            <CaseCurve
              curve={curves.heightCm}
              spans={spans}
              said={said.value}
              onTap={(atS) => change(tapped(said.value, atS))}
            />
          )}
          <MovementList spans={spans} said={said.value} onChange={change} />
        </>
      )}
      <p class="case__total" data-testid="right-count">
        {words.total(reps(countOf(said.value)))}
      </p>
      <Switch
        label={words.correct}
        hint={[
          changes.length === 0 ? words.correctNothing : words.correctHint(counts(changes.length)),
          ...(countOf(said.value) > spans.length || said.value.missing.length > 0 ? [words.correctMissing] : []),
        ].join(' ')}
        isOn={willCorrect}
        onChange={(isOn) => (corrects.value = isOn)}
      />
      {state.refusal === null ? (
        <Switch label={words.keep} hint={words.keepHint} isOn={keeps.value} onChange={(isOn) => (keeps.value = isOn)} />
      ) : (
        <NoCase refusal={state.refusal} memberId={isOwn ? set.memberId : null} />
      )}
      <Fault failure={action.failure.value ?? corrections.action.failure.value} />
      <div class="form__end">
        <button
          class="button"
          data-kind="main"
          type="button"
          disabled={action.isBusy.value || corrections.action.isBusy.value || (!keeps.value && !willCorrect)}
          onClick={save}
        >
          {words.save}
        </button>
        <p role="status" class="case__done">
          {done.value || (!keeps.value && !willCorrect ? words.chooseOne : '')}
        </p>
      </div>
    </div>
  );
}

const MOST_REPS = 300;

function Stepper({ value, onValue }: { value: number; onValue: (value: number) => void }) {
  const words = caseTexts();
  return (
    <fieldset class="choice">
      <legend>{words.number}</legend>
      <div class="case__stepper">
        <button
          class="icon-button"
          type="button"
          aria-label={words.less}
          disabled={value <= 0}
          onClick={() => onValue(value - 1)}
        >
          −
        </button>
        <output>{counts(value)}</output>
        <button
          class="icon-button"
          type="button"
          aria-label={words.more}
          disabled={value >= MOST_REPS}
          onClick={() => onValue(value + 1)}
        >
          +
        </button>
      </div>
    </fieldset>
  );
}
