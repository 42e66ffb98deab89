import { signal } from '@preact/signals';

const STORED = 'lockout-seen-alerts';
/** Alerts that are long over are forgotten with the oldest of these. */
const MAX_KEPT = 200;

function read(): ReadonlySet<string> {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

/** Alerts that somebody marked as seen on this screen. */
export const seenAlerts = signal<ReadonlySet<string>>(read());

export function markSeen(alertId: string): void {
  const ids = [...seenAlerts.peek(), alertId].slice(-MAX_KEPT);
  seenAlerts.value = new Set(ids);
  try {
    localStorage.setItem(STORED, JSON.stringify(ids));
  } catch {
    // A private window keeps nothing: the mark holds until the page is closed.
  }
}
