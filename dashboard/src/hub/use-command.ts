import { useSignal } from '@preact/signals';
import type { Wanted } from '../../../src/contracts/hub-commands.ts';
import type { SentCommand } from '../../../src/contracts/hub-pages.ts';
import { send } from '../api.ts';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';

/** Asks a gym to do something; `said`: that it is on its way. What comes of it stands in the list of commands. */
export function useCommand(gym: string, onSent: () => void) {
  const action = useAction();
  const said = useSignal('');
  const ask = async (wanted: Wanted) => {
    said.value = '';
    if (await action.run(() => send<SentCommand>('POST', '/api/v1/commands', { gym, wanted }))) {
      said.value = t().hub.commands.sent;
      onSent();
    }
  };
  return { ask, said, action };
}
