import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Wanted } from '../../../src/contracts/hub-commands.ts';
import type { HubRep, HubSetDetail } from '../../../src/contracts/hub-pages.ts';
import { AskButton } from '../components/ask-button.tsx';
import { Fault } from '../components/fault.tsx';
import { Loaded } from '../components/loaded.tsx';
import { MemberSearch } from '../components/member-search.tsx';
import { dayOf, loadWords, seconds, timeOfDay } from '../format.ts';
import { t } from '../locales/index.ts';
import { Frame } from '../pages/frame.tsx';
import { CommandList } from './command-list.tsx';
import { HubSetCurves } from './set-curves.tsx';
import { useCommand } from './use-command.ts';
import { usePolled } from './use-polled.ts';

const ASKED_PERIOD_MS = 1000;

/** One set: the gym that saw it corrects it, and gives its curves. */
export function HubSetPage({ id }: { id: string }) {
  const asked = useSignal(0);
  const isAsked = useSignal(false);
  const period = isAsked.value ? ASKED_PERIOD_MS : undefined;
  const answer = usePolled<HubSetDetail>(`/api/v1/sets/${id}`, [asked.value, period], period).value;
  const found = answer?.kind === 'ok' ? answer.value : null;
  useEffect(() => {
    isAsked.value = found?.curves.kind === 'asked';
  }, [found?.curves.kind]);
  return (
    <Frame title={found ? nameOf(found.exercise) : t().hub.set.title} about={found ? aboutWords(found) : ''}>
      <Loaded answer={answer}>{(set) => <SetDetail set={set} onSent={() => asked.value++} />}</Loaded>
    </Frame>
  );
}

const nameOf = (exercise: string) =>
  t().exercises[exercise as keyof ReturnType<typeof t>['exercises']]?.label ?? exercise;

function aboutWords({ countedReps, loadKg, bayName, at }: HubSetDetail): string {
  const { about, reps } = t().hub.set;
  return `${about(reps(countedReps), loadKg === null ? '' : loadWords(loadKg))} · ${bayName} · ${dayOf(at)}, ${timeOfDay(at)}`;
}

function SetDetail({ set, onSent }: { set: HubSetDetail; onSent: () => void }) {
  const words = t().hub.set;
  const { ask, said, action } = useCommand(set.gym, onSent);
  const correct = (correction: Extract<Wanted, { kind: 'correct' }>['correction']) =>
    ask({ kind: 'correct', setId: set.id, correction });
  const isBusy = action.isBusy.value || set.isDeleted;
  return (
    <>
      <HubSetCurves set={set} onSent={onSent} />
      <div class="columns">
        <section class="panel stack">
          <h2>{t().correct.open}</h2>
          {set.isDeleted && <p class="pill">{t().hub.gym.deleted}</p>}
          <p class="lead">{words.hint}</p>
          <p role="status">{said.value}</p>
          <Fault failure={action.failure.value} />
          <h3>{words.owner}</h3>
          <p data-testid="owner">{set.alias ?? t().hub.gym.noMember}</p>
          {!set.isDeleted && (
            <>
              <MemberSearch label={words.giveTo} onPick={({ id }) => correct({ kind: 'owner', memberId: id })} />
              <p class="actions__row">
                <button
                  class="button"
                  type="button"
                  disabled={isBusy || set.memberId === null}
                  onClick={() => correct({ kind: 'owner', memberId: null })}
                >
                  {words.takeAway}
                </button>
                <AskButton
                  label={words.remove}
                  title={words.removeAsk}
                  isBusy={isBusy}
                  onYes={() => correct({ kind: 'delete' })}
                />
              </p>
            </>
          )}
        </section>
        <section class="panel">
          <h2>{words.movements}</h2>
          <ul class="rows" data-testid="movements">
            {set.reps.map((rep, index) => (
              <Movement key={rep.id} rep={rep} n={index + 1} isBusy={isBusy} onCorrect={correct} />
            ))}
          </ul>
        </section>
        <section class="panel">
          <h2>{t().hub.commands.title}</h2>
          <CommandList commands={set.commands} />
        </section>
      </div>
    </>
  );
}

function Movement(props: {
  rep: HubRep;
  n: number;
  isBusy: boolean;
  onCorrect: (correction: { kind: 'exclude-rep' | 'restore-rep'; repId: string }) => void;
}) {
  const { rep, n, isBusy, onCorrect } = props;
  const words = t().hub.set;
  const verdict = t().verdicts[rep.verdict as keyof ReturnType<typeof t>['verdicts']] ?? rep.verdict;
  const about = [verdict, rep.holdS === null ? '' : words.hold(seconds(rep.holdS))].filter(Boolean).join(' · ');
  return (
    <li class="row">
      <span class="row__main">
        <b>{words.movement(n)}</b>
        <small>{about}</small>
      </span>
      <span class="pill">{rep.isExcluded ? words.countsNot : words.counts}</span>
      <button
        class="button"
        type="button"
        disabled={isBusy}
        aria-label={rep.isExcluded ? words.restoreLong(n) : words.excludeLong(n)}
        onClick={() => onCorrect({ kind: rep.isExcluded ? 'restore-rep' : 'exclude-rep', repId: rep.id })}
      >
        {rep.isExcluded ? words.restore : words.exclude}
      </button>
    </li>
  );
}
