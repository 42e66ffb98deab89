import { useSignal } from '@preact/signals';
import { send } from '../api.ts';
import { AskButton } from '../components/ask-button.tsx';
import { Fault } from '../components/form.tsx';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';

/** As the board would be unplugged and plugged in again. */
export function RestartBoard({ bay, name }: { bay: string; name: string }) {
  const words = t().boards;
  const action = useAction();
  const isDone = useSignal(false);
  const restart = async () => {
    isDone.value = false;
    isDone.value = (await action.run(() => send('POST', `/api/v1/bays/${bay}/board/restart`))) !== undefined;
  };
  return (
    <div>
      <AskButton
        label={words.restartBoard}
        name={`${words.restartBoard}: ${name}`}
        title={words.restartBoardAsk(name)}
        isBusy={action.isBusy.value}
        onYes={() => void restart()}
      />
      <p role="status">{isDone.value && words.boardRestarted}</p>
      <Fault failure={action.failure.value} />
    </div>
  );
}
