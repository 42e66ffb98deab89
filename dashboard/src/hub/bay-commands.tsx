import { AskButton } from '../components/ask-button.tsx';
import { Fault } from '../components/fault.tsx';
import type { BayStore } from '../live/bay-store.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { useCommand } from './use-command.ts';

/** What can be done at a bay from afar. */
export function BayCommands({ gym, bay, onSent }: { gym: string; bay: BayStore; onSent: () => void }) {
  const words = t().hub.gym;
  const { ask, said, action } = useCommand(gym, onSent);
  const { set, name } = bay.state.value;
  return (
    <section class="panel actions" aria-labelledby="actions-title">
      <h2 id="actions-title">{words.actions}</h2>
      <p class="actions__row">
        <button
          class="button"
          type="button"
          disabled={!set || action.isBusy.value}
          onClick={() => ask({ kind: 'end-set', bay: bay.id })}
        >
          {words.endSet}
        </button>
        <button
          class="button"
          type="button"
          disabled={bay.session.value.kind === 'none' || action.isBusy.value}
          onClick={() => ask({ kind: 'sign-out', bay: bay.id })}
        >
          {words.signOut}
        </button>
      </p>
      {mayAs('admin') && (
        <AskButton
          label={words.restart}
          title={words.restartAsk(name)}
          isBusy={action.isBusy.value}
          onYes={() => ask({ kind: 'restart-board', bay: bay.id })}
        />
      )}
      <p role="status">{said.value}</p>
      <Fault failure={action.failure.value} />
    </section>
  );
}
