import type { Alert, AlertSeen } from '../../../src/contracts/events.ts';
import type { BayStore } from './bay-store.ts';
import { nowMs } from './live-store.ts';

/** A bay speaks many times a second; one that said nothing for this long is not to be believed. */
const STALE_MS = 5000;

type Activity = 'offline' | 'stale' | 'lifting' | 'resting' | 'free';

/** Who lifted within this time is taken to be resting, not gone. */
const RESTING_MS = 5 * 60_000;

export function activityOf(bay: BayStore): Activity {
  const { board, set } = bay.state.value;
  if (board.state === 'lost') return 'offline';
  if (nowMs.value - bay.heardAtMs > STALE_MS) return 'stale';
  if (set) return 'lifting';
  const endedAt = bay.lastSet.value?.endedAt;
  return endedAt && bay.stationMs(nowMs.value) - Date.parse(endedAt) < RESTING_MS ? 'resting' : 'free';
}

const SEVERITY: Record<Alert['severity'], number> = { error: 3, warning: 2, info: 1 };
const ACTIVITY: Record<Activity, number> = { offline: 4, stale: 3, lifting: 2, resting: 1, free: 0 };

/** Alerts of these bays, those not yet seen first, then the worst, then the newest. */
export function alertsOf(bays: readonly BayStore[]): { bay: BayStore; alert: Alert; seen: AlertSeen | null }[] {
  return bays
    .flatMap((bay) => {
      const seen = new Map(bay.seenAlerts.value.map((one) => [one.alertId, one]));
      return bay.alerts.value.map((alert) => ({ bay, alert, seen: seen.get(alert.id) ?? null }));
    })
    .sort(
      (a, b) =>
        Number(a.seen !== null) - Number(b.seen !== null) ||
        SEVERITY[b.alert.severity] - SEVERITY[a.alert.severity] ||
        b.alert.at.localeCompare(a.alert.at),
    );
}

/** Who needs a trainer comes first: unseen alerts, then what is not well, then who lifts. Equals keep their order. */
export function byNeed(bays: readonly BayStore[]): BayStore[] {
  const need = (bay: BayStore) => {
    const worst = Math.max(0, ...bay.unseenAlerts.value.map((alert) => SEVERITY[alert.severity]));
    return worst * 10 + ACTIVITY[activityOf(bay)];
  };
  return bays
    .map((bay) => ({ bay, need: need(bay) }))
    .sort((a, b) => b.need - a.need)
    .map(({ bay }) => bay);
}
