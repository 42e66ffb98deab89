import { useSignal } from '@preact/signals';
import type { SetDetail } from '../../../src/contracts/http.ts';
import type { Corrected } from '../../../src/contracts/member-http.ts';
import { getJson } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Undoable } from '../components/undoable.tsx';
import { timeOfDay } from '../format.ts';
import type { Corrections } from '../live/use-corrections.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { setCounts } from '../words.ts';
import { Changes } from './changes.tsx';
import type { Correct } from './correct.ts';
import { CorrectOwner } from './correct-owner.tsx';
import { CorrectReps } from './correct-reps.tsx';
import { CorrectValues } from './correct-values.tsx';
import '../styles/people.css';
import '../styles/correct.css';

interface SheetProps {
  /** Null: closed. */
  setId: string | null;
  corrections: Corrections;
  close: () => void;
  /** The set as it is after each change. */
  onChange: (now: Corrected) => void;
}

/** Everything that a person may change of a set. Each change is in effect at once, and can be taken back. */
export function CorrectSheet({ setId, corrections, close, onChange }: SheetProps) {
  return (
    <Dialog title={t().correct.title} isOpen={setId !== null} close={close}>
      {setId !== null && <OneSet key={setId} id={setId} corrections={corrections} onChange={onChange} />}
    </Dialog>
  );
}

function OneSet({ id, ...props }: { id: string } & Pick<SheetProps, 'corrections' | 'onChange'>) {
  const loaded = useLoaded<SetDetail>((signal) => getJson(`/api/v1/sets/${id}`, signal), [id]).value;
  return <Loaded answer={loaded}>{(detail) => <Editor first={detail} {...props} />}</Loaded>;
}

function Editor({ first, corrections, onChange }: { first: SetDetail } & Pick<SheetProps, 'corrections' | 'onChange'>) {
  const words = t().correct;
  const now = useSignal(first);
  const { set, reps } = now.value;
  const take = (next: Corrected | null) => {
    if (!next) return;
    now.value = next;
    onChange(next);
  };
  const correct: Correct = async (correction, said) => take(await corrections.correct(set.id, correction, said));
  const isDeleted = set.deletedAt !== undefined;
  return (
    <div class="correct" data-testid="correct">
      <p class="lead">
        {t().exercises[set.exercise].label} · {timeOfDay(set.startedAt)} · {setCounts(set)}
      </p>
      <Undoable corrections={corrections} onUndone={take} />
      {isDeleted ? (
        <p>{words.deletedHint}</p>
      ) : (
        <>
          {mayAs('member') && <CorrectOwner set={set} correct={correct} />}
          <CorrectValues key={set.revision} set={set} correct={correct} />
          <CorrectReps
            reps={reps}
            targetHoldS={set.targetHoldS ?? 0}
            correct={correct}
            isBusy={corrections.action.isBusy.value}
          />
          {mayAs('member') && (
            <p>
              <button
                class="button"
                data-kind="danger"
                type="button"
                onClick={() => correct({ kind: 'delete' }, words.deleted)}
              >
                {words.delete}
              </button>
            </p>
          )}
        </>
      )}
      <Changes set={set} undo={async (auditId) => take(await corrections.undo(auditId))} />
    </div>
  );
}
