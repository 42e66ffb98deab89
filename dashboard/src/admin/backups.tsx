import { useSignal } from '@preact/signals';
import type {
  BackupContents,
  BackupState,
  BackupUpload,
  KeptBackup,
  RestartAnswer,
} from '../../../src/contracts/backups.ts';
import { type Answer, getJson, send } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { Fault } from '../components/fault.tsx';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { UploadField } from '../components/upload-field.tsx';
import { age, dayOf, timeOfDay } from '../format.ts';
import { nowMs } from '../live/live-store.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

const MB = 1e6;
const whenOf = ({ madeAt }: KeptBackup) => `${dayOf(madeAt)} ${timeOfDay(madeAt)}`;

/** Backups that the station makes itself: their schedule, one now, one back; and the restart of the station. */
export function Backups() {
  const words = t().backups;
  const asked = useSignal(0);
  const action = useAction();
  const chosen = useSignal<KeptBackup | null>(null);
  const loaded = useLoaded<BackupState>((signal) => getJson('/api/v1/backups', signal), [asked.value]).value;
  const make = async () => {
    await action.run(() => send('POST', '/api/v1/backups'));
    asked.value += 1;
  };
  return (
    <section class="panel stack" data-testid="backups">
      <h2>{words.title}</h2>
      <Loaded answer={loaded}>
        {(state) => (
          <>
            <p class="lead">{state.everyH === 0 ? words.off : words.every(String(state.everyH), state.keep)}</p>
            {state.isOverdue && <p class="fault">{words.overdue}</p>}
            {state.lastError && <p class="fault">{words.failed(state.lastError)}</p>}
            {state.pending && <p role="status">{words.pending(state.pending)}</p>}
            {state.backups.length === 0 && <p>{words.none}</p>}
            <ul class="rows">
              {state.backups.map((backup) => (
                <li key={backup.fileName} class="row">
                  <span class="row__main">
                    <b>{whenOf(backup)}</b>
                    <small>
                      {words.about(age(nowMs.value - Date.parse(backup.madeAt)), (backup.bytes / MB).toFixed(1))}
                      {backup.isUploaded && ` · ${words.uploaded}`}
                    </small>
                  </span>
                  <a
                    class="button"
                    href={`/api/v1/backups/${backup.fileName}`}
                    download
                    aria-label={`${words.download}: ${whenOf(backup)}`}
                  >
                    <Icon name="download" />
                  </a>
                  <button
                    class="button"
                    type="button"
                    aria-label={`${words.restore}: ${whenOf(backup)}`}
                    onClick={() => (chosen.value = backup)}
                  >
                    {words.restore}
                  </button>
                </li>
              ))}
            </ul>
            <p>
              <button class="button" type="button" disabled={action.isBusy.value} onClick={() => void make()}>
                {words.now}
              </button>
            </p>
            <UploadField<BackupUpload>
              label={words.upload}
              hint={words.uploadHint}
              accept=".backup"
              path="/api/v1/backups/upload"
              action={action}
              onDone={({ backup }) => {
                chosen.value = backup;
                asked.value += 1;
              }}
            />
            <Fault failure={action.failure.value} />
            <Restart restarts={state.restarts} />
          </>
        )}
      </Loaded>
      {chosen.value && (
        <Restore
          backup={chosen.value}
          close={() => {
            chosen.value = null;
            asked.value += 1;
          }}
        />
      )}
    </section>
  );
}

/** Checks the backup first, says what is in it, and asks. */
function Restore({ backup, close }: { backup: KeptBackup; close: () => void }) {
  const words = t().backups;
  const path = `/api/v1/backups/${backup.fileName}`;
  const checked = useLoaded<BackupContents>(
    async () => (await send<BackupContents>('POST', `${path}/check`)) as Answer<BackupContents>,
    [path],
  ).value;
  const action = useAction();
  const done = useSignal<RestartAnswer | null>(null);
  const restore = async () => {
    const answer = await action.run(() => send<RestartAnswer>('POST', `${path}/restore`));
    if (answer) done.value = answer;
  };
  return (
    <Dialog title={words.ask(whenOf(backup))} isOpen close={close}>
      {done.value ? (
        <p role="status">{done.value.restarts ? words.restarting : words.later}</p>
      ) : checked === null ? (
        <p role="status">{words.checking}</p>
      ) : (
        <Loaded answer={checked}>
          {({ members, sets, hasCardKey }) => (
            <>
              <p>{words.whole(String(members), String(sets))}</p>
              <p>{words.lose}</p>
              {!hasCardKey && <p>{words.noKey}</p>}
              <Fault failure={action.failure.value} />
              <div class="form__end">
                <button
                  class="button"
                  data-kind="danger"
                  type="button"
                  disabled={action.isBusy.value}
                  onClick={() => void restore()}
                >
                  {words.restore}
                </button>
                <button class="button" type="button" onClick={close}>
                  {t().common.cancel}
                </button>
              </div>
            </>
          )}
        </Loaded>
      )}
    </Dialog>
  );
}

function Restart({ restarts }: { restarts: boolean }) {
  const words = t().backups;
  const isAsking = useSignal(false);
  const isDone = useSignal(false);
  const action = useAction();
  const restart = async () => {
    isAsking.value = false;
    if (await action.run(() => send<RestartAnswer>('POST', '/api/v1/restart'))) isDone.value = true;
  };
  if (!restarts) return <p class="lead">{words.cant}</p>;
  return (
    <>
      <p>
        <button class="button" type="button" onClick={() => (isAsking.value = true)}>
          {words.restart}
        </button>
      </p>
      <p role="status">{isDone.value && words.restarting}</p>
      <Fault failure={action.failure.value} />
      <Dialog title={words.restartAsk} isOpen={isAsking.value} close={() => (isAsking.value = false)}>
        <p>{words.restartHint}</p>
        <div class="form__end">
          <button class="button" data-kind="danger" type="button" onClick={() => void restart()}>
            {words.restart}
          </button>
          <button class="button" type="button" onClick={() => (isAsking.value = false)}>
            {t().common.cancel}
          </button>
        </div>
      </Dialog>
    </>
  );
}
