import { computed, effect, signal } from '@preact/signals';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { settings } from '../settings.ts';
import { plannedRestS } from '../words.ts';
import silence from './silence.wav';

/** Pitch in Hz and start in s of each note: what the buzzer of the board plays, in a pitch that small loudspeakers carry. */
const SONGS = {
  lockout: [[880, 0]],
  holdMet: [
    [659, 0],
    [880, 0.1],
  ],
  setDone: [
    [880, 0],
    [659, 0.1],
    [440, 0.2],
  ],
  /** A personal best. */
  best: [
    [659, 0],
    [784, 0.12],
    [988, 0.24],
    [1319, 0.36],
  ],
  programmeDone: [
    [523, 0],
    [659, 0.12],
    [784, 0.24],
  ],
  restOver: [
    [784, 0],
    [784, 0.2],
  ],
} as const;
type Song = keyof typeof SONGS;

const NOTE_S = 0.14;
const VOLUME = 0.5;
/** So long the notes of the end of a set sound. */
const AFTER_SET_S = 0.5;

let context: AudioContext | null = null;
const contextState = signal<AudioContextState | 'none'>('none');

/** `blocked`: the browser requires a touch first, unless it was started with `--autoplay-policy=no-user-gesture-required`. */
export const soundState = computed<'off' | 'blocked' | 'on'>(() => {
  if (settings.value.sound === 'off') return 'off';
  return contextState.value === 'running' ? 'on' : 'blocked';
});

/** An AudioContext before the first touch makes browsers complain in the console; a file that is not played makes no noise there. */
async function isTouchNeeded(): Promise<boolean> {
  if (navigator.userActivation.hasBeenActive) return false;
  return new Audio(silence).play().then(
    () => false,
    () => true,
  );
}

async function wake(): Promise<void> {
  if (settings.peek().sound === 'off' || (!context && (await isTouchNeeded()))) return;
  if (!context) {
    context = new AudioContext();
    context.onstatechange = () => (contextState.value = context?.state ?? 'none');
    contextState.value = context.state;
  }
  if (context.state === 'suspended') await context.resume().catch(() => undefined);
}

/** Starts sound now where the browser allows it, else at the next touch; call once. */
export function startSound(): void {
  effect(() => {
    if (settings.value.sound === 'on') void wake();
  });
  // The end of a touch, so that the sound button gets its own click first. A key that presses no button is a touch too,
  // such as one of a card reader that types.
  addEventListener('click', wake);
  addEventListener('keyup', ({ target }) => {
    if (target === document.body) void wake();
  });
}

/** @param afterS so long from now */
export function play(song: Song, afterS = 0): void {
  if (soundState.peek() !== 'on' || !context) return;
  document.documentElement.dataset.lastSound = song;
  for (const [rateHz, noteS] of SONGS[song]) {
    const note = context.createOscillator();
    const gain = context.createGain();
    const startS = context.currentTime + afterS + noteS;
    note.type = 'triangle';
    note.frequency.value = rateHz;
    // A note that starts or ends at once clicks.
    gain.gain.setValueAtTime(0, startS);
    gain.gain.linearRampToValueAtTime(VOLUME, startS + 0.008);
    gain.gain.exponentialRampToValueAtTime(0.001, startS + NOTE_S);
    note.connect(gain).connect(context.destination);
    note.start(startS);
    note.stop(startS + NOTE_S);
  }
}

/** Plays what happens on this bay from now on. @returns a function that ends it */
export function followWithSound(bay: BayStore): () => void {
  let soundedRep = bay.lastRep.peek()?.id ?? null;
  let endedSet = bay.endedSet.peek()?.id ?? null;
  let reviewedSet = bay.review.peek()?.setId ?? null;
  let isResting = false;
  const ends = [
    effect(() => {
      const rep = bay.lastRep.value;
      if (rep?.verdict !== 'counted' || rep.stage !== 'lockout' || rep.id === soundedRep) return;
      soundedRep = rep.id;
      play('lockout');
    }),
    effect(() => {
      if (bay.isHoldMet.value && bay.state.peek().targetHoldS > 0) play('holdMet');
    }),
    effect(() => {
      const set = bay.endedSet.value;
      if (!set || set.id === endedSet) return;
      endedSet = set.id;
      play('setDone');
    }),
    effect(() => {
      const review = bay.review.value;
      if (!review || review.setId === reviewedSet) return;
      reviewedSet = review.setId;
      // After the notes of the end of the set.
      if (review.bests.length > 0) play('best', AFTER_SET_S);
      else if (review.programmeDone) play('programmeDone', AFTER_SET_S);
    }),
    effect(() => {
      const endedAt = bay.lastSet.value?.endedAt;
      const plan = bay.plan.value;
      const restS = plan ? plannedRestS(plan) : 0;
      const isOver = !endedAt || bay.stationMs(nowMs.value) - Date.parse(endedAt) >= restS * 1000;
      const wasResting = isResting;
      isResting = restS > 0 && !isOver && !bay.isInSet.value;
      if (wasResting && isOver && endedAt && !bay.isInSet.value) play('restOver');
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
