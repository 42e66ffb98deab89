import type { Corrected } from '../../../src/contracts/member-http.ts';
import type { Corrections } from '../live/use-corrections.ts';
import { t } from '../locales/index.ts';
import { Fault } from './fault.tsx';

/** What was done last, with its undo; or why it was not done. */
export function Undoable(props: { corrections: Corrections; onUndone?: (now: Corrected) => void }) {
  const { corrections, onUndone } = props;
  const { latest, action } = corrections;
  const done = latest.value;
  const auditId = done?.auditId ?? null;
  const undo = async (id: string) => {
    const now = await corrections.undo(id);
    if (now) onUndone?.(now);
  };
  return (
    <>
      <div class="undoable" role="status">
        {done && <p>{done.words}</p>}
        {auditId !== null && (
          <button class="button" type="button" disabled={action.isBusy.value} onClick={() => undo(auditId)}>
            {t().correct.undo}
          </button>
        )}
      </div>
      <Fault failure={action.failure.value} />
    </>
  );
}
