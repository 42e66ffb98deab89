import type { SetEvent } from '../contracts/events.ts';

/** A set that a programme counts. */
export const isWork = ({ countedReps, isWarmUp }: Pick<SetEvent, 'countedReps' | 'isWarmUp'>): boolean =>
  countedReps > 0 && !isWarmUp;
