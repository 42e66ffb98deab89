import { useEffect } from 'preact/hooks';
import { send } from '../api.ts';

/** Without a request for half a minute, the station lets the simulated lifter continue. */
const AGAIN_MS = 10_000;

/** While this is shown, the simulated lifter of a bay waits: what is measured is what the installer does. */
export function useLifterPause(bay: string, isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    const path = `/api/v1/bays/${bay}/lifter-pause`;
    const ask = () => void send('PUT', path);
    ask();
    const timer = setInterval(ask, AGAIN_MS);
    return () => {
      clearInterval(timer);
      void send('DELETE', path);
    };
  }, [bay, isWanted]);
}
