import { classPhase } from '../../../src/contracts/class-phase.ts';
import { minutes } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import '../styles/class.css';

const TONES = { ready: 'move', work: 'met', rest: 'hold', done: 'met' } as const;

/** The one clock of a class, legible from the floor; nothing where none goes on. */
export function ClassBar({ bay }: { bay: BayStore }) {
  const clock = bay.state.value.class;
  if (!clock) return null;
  const words = t().group.class;
  const { kind, round, leftMs } = classPhase(clock, bay.stationMs(nowMs.value));
  return (
    <p class="class-bar" role="timer" aria-label={words.clock} data-tone={TONES[kind]} data-testid="class">
      <b>{words.phases[kind]}</b>
      {kind !== 'done' && <span class="class-bar__left">{minutes(Math.ceil(leftMs / 1000))}</span>}
      <span>{words.round(round, clock.rounds)}</span>
    </p>
  );
}
