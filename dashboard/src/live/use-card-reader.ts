import { useEffect } from 'preact/hooks';
import { EMPTY_WEDGE, stepWedge } from '../../../src/contracts/wedge.ts';
import { send } from '../api.ts';

/** While this is shown, a card reader that types like a keyboard taps in at this bay; a person who types is left alone. */
export function useCardReader(bay: string): void {
  useEffect(() => {
    let state = EMPTY_WEDGE;
    const onKey = (event: KeyboardEvent) => {
      const { key, code, timeStamp: atMs, repeat: isRepeat } = event;
      const step = stepWedge(state, { key, code, atMs, isRepeat });
      state = step.state;
      if (step.isBurst) {
        event.preventDefault();
        event.stopPropagation();
      }
      // The station shows the result on the bay's screen.
      if (step.cardText !== null)
        void send('POST', `/api/v1/bays/${bay}/taps`, { uid: step.cardText, reader: 'keyboard' });
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [bay]);
}
