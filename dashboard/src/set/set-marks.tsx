import { useSignal } from '@preact/signals';
import type { SetDetail } from '../../../src/contracts/http.ts';
import type { Correction } from '../../../src/contracts/members.ts';
import { Field, Pick, Switch } from '../components/form.tsx';
import { Undoable } from '../components/undoable.tsx';
import { shortSeconds } from '../format.ts';
import { useCorrections } from '../live/use-corrections.ts';
import { t } from '../locales/index.ts';

const RPE = [6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10] as const;

/** What the member says of a set: a warm-up, how hard it was, a note. Each in effect at once, and with its way back. */
export function SetMarks({ detail: { set }, onChange }: { detail: SetDetail; onChange: (next: SetDetail) => void }) {
  const words = t().marks;
  const corrections = useCorrections();
  const note = useSignal(set.note);
  const say = async (correction: Correction, said: string) => {
    const next = await corrections.correct(set.id, correction, said);
    if (next) onChange({ set: next.set, reps: next.reps });
  };
  const back = (next: SetDetail) => {
    note.value = next.set.note;
    onChange({ set: next.set, reps: next.reps });
  };
  return (
    <section class="panel stack set-marks" aria-label={words.title}>
      <h2>{words.title}</h2>
      <Switch
        label={words.warmUp}
        hint={words.warmUpHint}
        isOn={set.isWarmUp}
        onChange={(isWarmUp) => say({ kind: 'warm-up', isWarmUp }, isWarmUp ? words.isWarmUp : words.isWork)}
      />
      <Pick
        label={words.rpe}
        value={set.rpe === null ? '' : String(set.rpe)}
        options={[
          ['', words.noRpe],
          ...RPE.map((rpe) => [String(rpe), words.rpeWords(shortSeconds(rpe), 10 - rpe)] as const),
        ]}
        onValue={(typed) => say({ kind: 'rpe', rpe: typed === '' ? null : Number(typed) }, words.rpeSaved)}
      />
      <form
        class="load-field"
        onSubmit={(event) => {
          event.preventDefault();
          void say({ kind: 'note', note: note.value.trim() }, words.noteSaved);
        }}
      >
        <Field label={words.note} value={note.value} onValue={(next) => (note.value = next)} maxLength={300} />
        <button class="button" type="submit" disabled={note.value.trim() === set.note}>
          {t().correct.save}
        </button>
      </form>
      <Undoable corrections={corrections} onUndone={back} />
    </section>
  );
}
