import { FlashBoard } from '../admin/flash-board.tsx';
import { NoteBar, Sensors } from '../components/notes.tsx';
import { centimetres } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { LiveValue } from './live-value.tsx';

/** Whether the board answers, and whether its sensors follow the hand. */
export function BoardStage({ bay }: { bay: BayStore }) {
  const words = t().wizard;
  const { source, board } = bay.state.value;
  const isLost = source === 'board' && board.state !== 'ok';
  const [title, text] = isLost
    ? [words.boardLost, words.boardLostHint]
    : source === 'board'
      ? [words.boardOk, '']
      : [words.boardSimulated, words.boardSimulatedHint];
  return (
    <section class="panel" aria-label={words.stages.board}>
      <h2>{words.boardTitle}</h2>
      <NoteBar
        note={{ level: isLost ? 'error' : 'info', title, text }}
        kind={isLost ? 'trouble' : source === 'board' ? 'good' : 'source'}
        icon={source === 'board' ? 'plug' : 'flask'}
      />
      <dl class="live-values">
        <LiveValue
          bay={bay}
          label={words.height}
          unit="cm"
          of={({ heightMm }) => (heightMm === null ? null : centimetres(heightMm))}
        />
        <LiveValue
          bay={bay}
          label={words.force}
          unit="N"
          of={({ forceN }) => (forceN === null ? null : String(Math.round(forceN)))}
        />
      </dl>
      <Sensors bay={bay} />
      <p class="instruction">{words.boardHint}</p>
      <FlashBoard bay={bay.id} name={bay.state.value.name} />
    </section>
  );
}
