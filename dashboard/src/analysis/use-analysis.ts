import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Analysed } from './analyse.ts';
import { analyseFile, MAX_FILE_BYTES, type Result } from './analyst.ts';
import { AS_RECORDED, choicesOf, type TypedChoices } from './choices.ts';

type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'busy'; readonly share: number }
  | Result;

interface Analysis {
  readonly file: Signal<File | null>;
  readonly typed: Signal<TypedChoices>;
  readonly state: Signal<State>;
  /** With the settings of the recording itself; null until it was analysed so. */
  readonly asRecorded: Signal<Analysed | null>;
  take(file: File): void;
  /** Once more, with what was typed. */
  again(): void;
  cancel(): void;
}

/** One file at a time, analysed as it says itself, and then with other settings. */
export function useAnalysis(): Analysis {
  const file = useSignal<File | null>(null);
  const typed = useSignal(AS_RECORDED);
  const state = useSignal<State>({ kind: 'none' });
  const asRecorded = useSignal<Analysed | null>(null);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const start = (wanted: File) => {
    stop.current();
    const choices = choicesOf(typed.value);
    const isAsRecorded = Object.keys(choices).length === 0;
    state.value = { kind: 'busy', share: 0 };
    stop.current = analyseFile({ file: wanted, choices }, (answer) => {
      if (answer.kind === 'progress') state.value = { kind: 'busy', share: answer.share };
      else {
        if (answer.kind === 'analysed' && isAsRecorded) asRecorded.value = answer;
        state.value = answer;
      }
    });
  };
  return {
    file,
    typed,
    state,
    asRecorded,
    take(next) {
      stop.current();
      file.value = next;
      asRecorded.value = null;
      typed.value = AS_RECORDED;
      if (next.size > MAX_FILE_BYTES) state.value = { kind: 'too-large', bytes: next.size };
      else start(next);
    },
    again() {
      if (file.value) start(file.value);
    },
    cancel() {
      stop.current();
      file.value = null;
      state.value = { kind: 'none' };
    },
  };
}
