import { createState, type State } from './state.ts';
import { step } from './step.ts';
import type { Analysis, Channel, ChannelStatus, CoreEvent, CoreOptions, Input, Movement, SetResult } from './types.ts';

/** Folds the inputs through `step` and settles what is pending at their end. Live, replay and analyze share this one path. */
export function analyze(inputs: Iterable<Input>, options: CoreOptions): Analysis {
  const collector = createCollector(options);
  for (const input of inputs) collector.take(input);
  return collector.finish();
}

export interface Collector {
  take(input: Input): readonly CoreEvent[];
  finish(): Analysis;
}

/** The same for inputs that arrive bit by bit, such as the lines of a large file. */
export function createCollector(options: CoreOptions): Collector {
  let state: State = createState(options);
  let lastUs = 0;
  const channels: Record<Channel, ChannelStatus> = { height: 'absent', force: 'absent' };
  const sets: SetResult[] = [];
  let loose: Movement[] = [];
  const movements: Movement[] = [];
  const collect = (events: readonly CoreEvent[]): void => {
    for (const event of events) {
      if (event.kind === 'channel') channels[event.channel] = worse(channels[event.channel], event.status);
      else if (event.kind === 'movement' || event.kind === 'rep-completed') {
        loose.push(event.kind === 'movement' ? event.movement : event.rep);
      } else if (event.kind === 'set-ended') {
        sets.push(event.set);
        // The settled verdicts replace those of the set's own movements; handling before it stays as it was.
        movements.push(
          ...loose.filter((movement) => movement.verdict === 'rejected' && !isListed(movement, event.set.movements)),
        );
        movements.push(...event.set.movements);
        loose = [];
        movements.sort((a, b) => a.startUs - b.startUs);
      }
    }
  };
  const take = (input: Input): readonly CoreEvent[] => {
    lastUs = Math.max(lastUs, input.atUs);
    const stepped = step(state, input);
    state = stepped.state;
    collect(stepped.events);
    return stepped.events;
  };
  const finish = (): Analysis => {
    take({ kind: 'end-set', atUs: lastUs });
    movements.push(...loose);
    loose = [];
    const leftOut = { height: state.height.leftOut, force: state.force.leftOut };
    return { channels, leftOut, countedReps: sets.reduce((sum, set) => sum + set.countedReps, 0), sets, movements };
  };
  return { take, finish };
}

/** The live count sees a movement begin earlier or later than all its readings show. */
const ALIKE_US = 500_000;

/** The same stretch of time, judged once more with the rest of its set. */
const isListed = ({ startUs, endUs, lockoutUs }: Movement, movements: readonly Movement[]): boolean => {
  const untilUs = endUs ?? lockoutUs ?? startUs;
  return movements.some(
    (other) => other.startUs <= untilUs + ALIKE_US && (other.endUs ?? other.lockoutUs ?? other.startUs) >= startUs,
  );
};

/** A silence in a recording leaves a channel that was there `ok`; having been unreliable is never forgotten. */
function worse(known: ChannelStatus, now: ChannelStatus): ChannelStatus {
  if (known === 'unreliable' || now === 'absent') return known;
  return now;
}
