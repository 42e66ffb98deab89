import type { SetQuestion } from '../../../src/contracts/presence.ts';
import { age } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { TouchButton, useSteady } from './steady.tsx';
import type { TouchActions } from './touch-action-types.ts';

/** Sets that were lifted with no one signed in: yes, no, and the way back, until the next set begins. */
export function SetQuestions({ bay, actions }: { bay: BayStore; actions: TouchActions }) {
  const questions = bay.presence.value?.questions ?? [];
  if (questions.length === 0) return null;
  // The newest at the end of the eye's way: it is the one that is asked now.
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <ul class="asked" tabIndex={0} data-testid="set-questions" aria-label={t().touch.unclaimed}>
      {questions.toReversed().map((question) => (
        <Question key={question.setId} bay={bay} question={question} actions={actions} />
      ))}
    </ul>
  );
}

function Question({ bay, question, actions }: { bay: BayStore; question: SetQuestion; actions: TouchActions }) {
  const { setId, answer, countedReps, endedAt, tapUntil } = question;
  const words = t().touch;
  const isSteady = useSteady(answer) && !actions.action.isBusy.value;
  const atMs = bay.stationMs(nowMs.value);
  const about = words.setAgo(countedReps, age(atMs - Date.parse(endedAt)));
  const canTap = tapUntil !== null && Date.parse(tapUntil) > atMs;
  const say = (isMine: boolean) => void actions.answer(setId, isMine);
  return (
    <li data-answer={answer}>
      <p role="status">
        <b>{words.answers[answer]}</b> <span>{canTap ? `${about} · ${words.orTap}` : about}</span>
      </p>
      {answer === 'open' && (
        <>
          <TouchButton kind="main" isSteady={isSteady} onTouch={() => say(true)}>
            {words.yes}
          </TouchButton>
          <TouchButton isSteady={isSteady} onTouch={() => say(false)}>
            {words.no}
          </TouchButton>
        </>
      )}
      {answer !== 'open' && (
        <TouchButton isSteady={isSteady} onTouch={() => say(answer === 'declined')}>
          {answer === 'claimed' ? words.notMine : words.wasMine}
        </TouchButton>
      )}
    </li>
  );
}
