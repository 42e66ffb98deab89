import { type Signal, useSignal } from '@preact/signals';
import type { Answer, Failure } from '../api.ts';

export interface Action {
  readonly isBusy: Signal<boolean>;
  readonly failure: Signal<Failure | null>;
  /** Does one thing at a time; resolves to its value, undefined when it failed. */
  run<T>(work: () => Promise<Answer<T>>): Promise<T | undefined>;
}

/** Something that a person starts, and that the station may refuse. */
export function useAction(): Action {
  const isBusy = useSignal(false);
  const failure = useSignal<Failure | null>(null);
  return {
    isBusy,
    failure,
    async run(work) {
      if (isBusy.peek()) return undefined;
      isBusy.value = true;
      failure.value = null;
      const answer = await work();
      isBusy.value = false;
      if (answer.kind === 'ok') return answer.value;
      failure.value = answer;
      return undefined;
    },
  };
}
