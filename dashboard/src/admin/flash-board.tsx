import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SerialPort } from '../../../src/contracts/administration.ts';
import type { FlashRequest, FlashState } from '../../../src/contracts/flash.ts';
import { getJson, send } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { Fault } from '../components/fault.tsx';
import { Pick } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { problemWords } from '../reasons.ts';

const LOOK_MS = 500;
const RUNNING: readonly FlashState['phase'][] = ['writing', 'checking', 'asking'];
type Board = FlashRequest['board'];

/** Writes the firmware into the board of a bay, and shows how far it is. */
export function FlashBoard({ bay, name }: { bay: string; name: string }) {
  const words = t().boards;
  const path = `/api/v1/bays/${bay}/board/flash`;
  const asked = useSignal(0);
  const isAsking = useSignal(false);
  const board = useSignal<Board>('uno');
  const port = useSignal('');
  const action = useAction();
  const loaded = useLoaded<FlashState>((signal) => getJson(path, signal), [asked.value]).value;
  const ports = useLoaded<{ ports: SerialPort[] }>((signal) => getJson('/api/v1/ports', signal), []).value;
  const state = loaded?.kind === 'ok' ? loaded.value : null;
  const isRunning = state !== null && RUNNING.includes(state.phase);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => (asked.value += 1), LOOK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  const own = ports?.kind === 'ok' ? ports.value.ports.filter((one) => one.isPresent && one.use !== 'reader') : [];
  const free = own.filter((one) => one.bay === null || one.bay === bay);
  const flash = async () => {
    isAsking.value = false;
    await action.run(() => send('POST', path, { board: board.value, port: port.value || null }));
    asked.value += 1;
  };
  return (
    <div class="stack">
      {isRunning && state ? (
        <Progress state={state} />
      ) : (
        <p>
          <button
            class="button"
            type="button"
            aria-label={`${words.flash}: ${name}`}
            disabled={action.isBusy.value}
            onClick={() => (isAsking.value = true)}
          >
            {words.flash}
          </button>
        </p>
      )}
      <p role="status">{state?.phase === 'done' && words.flashed(state.firmware ?? '')}</p>
      {state?.phase === 'failed' && state.problem && (
        <p class="fault" data-testid="flash-fault">
          <Icon name="alert" />
          <span>{problemWords(state.problem)}</span>
        </p>
      )}
      <Fault failure={action.failure.value} />
      <Dialog title={words.flashAsk(name)} isOpen={isAsking.value} close={() => (isAsking.value = false)}>
        <div class="stack">
          <p>{words.flashHint}</p>
          <Pick<Board>
            label={words.kind}
            value={board.value}
            options={[
              ['uno', 'Arduino Uno'],
              ['nano', 'Arduino Nano'],
              ['mega', 'Arduino Mega 2560'],
            ]}
            onValue={(next) => (board.value = next)}
          />
          <Pick
            label={words.port}
            value={port.value}
            options={[['', words.ownPort], ...free.map((one) => [one.path, `${one.what}, ${one.device}`] as const)]}
            onValue={(next) => (port.value = next)}
          />
          <div class="form__end">
            <button class="button" data-kind="danger" type="button" onClick={() => void flash()}>
              {words.flash}
            </button>
            <button class="button" type="button" onClick={() => (isAsking.value = false)}>
              {t().common.cancel}
            </button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}

function Progress({ state }: { state: FlashState }) {
  const words = t().boards;
  const text = words.flashPhases[state.phase as keyof typeof words.flashPhases];
  return (
    <div data-testid="flash-progress">
      <p role="status">{text}</p>
      <progress
        class="progress"
        max={100}
        {...(state.phase !== 'asking' && { value: state.percent })}
        aria-label={text}
      />
    </div>
  );
}
