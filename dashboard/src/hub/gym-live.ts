import { useEffect } from 'preact/hooks';
import { LiveConnection } from '../live/connection.ts';
import { bays, link, takeMessage } from '../live/live-store.ts';

/** The bays of one gym, live, as long as the page is open; no longer, so that the gym need not send. */
export function useGymLive(gym: string): void {
  useEffect(() => {
    bays.value = null;
    const connection = new LiveConnection({
      take: takeMessage,
      onLink: (next) => (link.value = next),
      shownBay: () => null,
      path: `/api/v1/live?gym=${gym}`,
    });
    connection.start();
    return () => {
      connection.stop();
      bays.value = null;
    };
  }, [gym]);
}
