import { NoteBar } from '../components/notes.tsx';
import { age } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { TouchButton, useSteady } from './steady.tsx';
import type { TouchActions } from './touch-action-types.ts';

/** What was done at the screen last, with its way back; or why it was not done. */
export function DoneBar({ bay, actions }: { bay: BayStore; actions: TouchActions }) {
  const words = t().touch;
  const done = actions.latest.value;
  const signOut = bay.presence.value?.signOutUndo ?? null;
  const isSteady = useSteady(`${done?.words} ${signOut?.until}`) && !actions.action.isBusy.value;
  const leftMs = signOut?.until ? Date.parse(signOut.until) - bay.stationMs(nowMs.value) : null;
  const failure = actions.action.failure.value;
  const name = signOut?.alias ?? t().bay.someone.guest;
  return (
    <>
      {failure && <NoteBar note={{ level: 'error', title: failure.why, text: '' }} />}
      {signOut && (leftMs === null || leftMs > 0) && (
        <div class="done-bar" role="status">
          <p>{leftMs === null ? words.signsOut(name) : words.signedOut(name, age(leftMs))}</p>
          <TouchButton isSteady={isSteady} onTouch={() => void actions.undoSignOut()}>
            {words.stay}
          </TouchButton>
        </div>
      )}
      {done && (
        <div class="done-bar" role="status">
          <p>{done.words}</p>
          {done.undo && (
            <TouchButton isSteady={isSteady} onTouch={() => void actions.undo()}>
              {t().correct.undo}
            </TouchButton>
          )}
        </div>
      )}
    </>
  );
}
