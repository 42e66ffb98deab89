/** The station as the web room sees it. */

import { isoNow } from '../common/clock.ts';
import type { Calibration } from '../contracts/calibration.ts';
import type { AlertSeen } from '../contracts/events.ts';
import { type Health, healthReason } from '../contracts/health.ts';
import { sendingReasonText } from '../contracts/sending-reasons.ts';
import type { Actor, CalibrationPort, CalibrationRefusal, HistoryPort, StationPort } from '../web/index.ts';
import type { Bay } from './bay/bay.ts';
import { startReplay } from './bay/replay.ts';
import { sampleStream } from './bay/sample-stream.ts';
import { diagnoseBay } from './diagnosis/doctor.ts';
import { recordAuditEvent } from './people/audit-event.ts';
import type { StationParts } from './station-parts.ts';
import { orProblem } from './storage/store-problems.ts';
import { version } from './version.ts';

/** A database that is slower than this says so by itself. */
const KEPT_MS = 500;

function finder({ bays }: StationParts): (id: string) => Bay {
  return (id) => {
    const bay = bays.find((candidate) => candidate.config.id === id);
    if (!bay) throw new Error(`there is no bay ${id}`);
    return bay;
  };
}

export function stationPort(station: StationParts): StationPort {
  const bayOf = finder(station);
  return {
    bays: () => station.bays.map((bay) => bay.snapshot()),
    bay: (id) => station.bays.find((bay) => bay.config.id === id)?.snapshot(),
    endSet: async (id) => bayOf(id).endSet(),
    selectExercise: async (id, exercise) => bayOf(id).selectExercise(exercise),
    seeAlert: (alertId, actor) => seeAlert(station, alertId, actor),
    letLifterWait: (id, isWaiting) => bayOf(id).letLifterWait(isWaiting),
    setLoad: async (id, enteredLoadKg) => bayOf(id).setLoad(enteredLoadKg),
    startReplay: async (id, csv, speed) => startReplay(bayOf(id), csv, speed),
    stopReplay: async (id) => {
      const { replaying } = bayOf(id);
      replaying?.stop();
      return replaying !== null;
    },
    subscribe: (listener) => station.hub.subscribe(listener),
    subscribeSamples: (id, listener) => sampleStream(bayOf(id), listener),
    health: () => health(station),
    painted: (sign) => station.screens.painted(sign),
    diagnose: (id, seconds) => diagnoseBay(station, bayOf(id), seconds),
  };
}

/** The audit is first: what it can't keep was not done. */
async function seeAlert(
  { bays, writeQueue, clock }: StationParts,
  alertId: string,
  actor: Actor,
): Promise<AlertSeen | null> {
  for (const bay of bays) {
    const alert = bay.alerts.find(({ id }) => id === alertId);
    if (!alert) continue;
    const known = bay.announcer.seenAlerts.find((seen) => seen.alertId === alertId);
    if (known) return known;
    const after = { bay: bay.config.id, alert: alert.kind };
    const at = isoNow(clock);
    await recordAuditEvent(() => writeQueue.store, at, { kind: 'alert-seen', actor, after });
    const seen: AlertSeen = { bay: bay.config.id, alertId, at, memberId: actor.id, role: actor.role };
    await orProblem(() => writeQueue.store.alerts.seen(alertId, at, actor.id, actor.role));
    bay.announcer.seen(seen);
    return seen;
  }
  return null;
}

export function historyPort(station: StationParts): HistoryPort {
  const { writeQueue } = station;
  return {
    listSets: (query) => read(station, () => writeQueue.store.listSets(query)),
    getSet: (id) => read(station, () => writeQueue.store.getSet(id)),
    recording: (id) => read(station, () => writeQueue.store.recording(id)),
  };
}

/** Everything that the live stream has announced can be read: waits for the write queue. */
async function announcedIsStored({ writeQueue }: StationParts): Promise<void> {
  if (!writeQueue.status.failing) await writeQueue.flush(KEPT_MS);
}

/** An unavailable or damaged database is reported as such: nothing lifted is lost, and a retry may succeed. */
async function read<T>(station: StationParts, work: () => Promise<T>): Promise<T> {
  await announcedIsStored(station);
  return orProblem(work);
}

export function calibrationPort(station: StationParts): CalibrationPort {
  const bayOf = finder(station);
  /** Who made it stands in the audit; its figures are its own. */
  const saved = async <T extends Calibration | CalibrationRefusal>(made: T, actor: Actor): Promise<T> => {
    if ('kind' in made) return made;
    const after = { bay: made.bay, calibration: made.id };
    await recordAuditEvent(() => station.writeQueue.store, isoNow(station.clock), {
      kind: 'calibration-saved',
      actor,
      after,
    });
    return made;
  };
  return {
    status: (id) => bayOf(id).calibrator.status,
    history: async (id) => {
      const calibrations = await bayOf(id).calibrator.history();
      return 'kind' in calibrations ? calibrations : { calibrations };
    },
    measure: (id, request) => bayOf(id).calibrator.measure(request),
    skip: (id, step) => bayOf(id).calibrator.skip(step),
    save: async (id, actor) => saved(await bayOf(id).calibrator.save(), actor),
    abort: (id) => bayOf(id).calibrator.abort(),
    restore: async (id, from, actor) => saved(await bayOf(id).calibrator.restore(from), actor),
  };
}

/** `failing`: reps can't be counted on any bay, or can't be kept. `degraded`: something is missing, the rest goes on. */
function health(station: StationParts): Health {
  const boards = station.bays.flatMap(({ config, board, deafness }) => {
    const codes = deafness ? [deafness] : board.state === 'ok' ? [] : board.reasons;
    return codes.map((code) => healthReason(code, config.id));
  });
  const deaf = station.bays.every((bay) => bay.deafness !== null && bay.board.state !== 'starting');
  const slow = station.pace.now.isSlow
    ? [healthReason({ kind: 'computer-slow', params: { bays: station.bays.length } })]
    : [];
  const { failing, reason } = station.writeQueue.status;
  const refusal = station.loaded.config.members.retentionDays === undefined ? '' : station.upkeep.refusal;
  const mqtt = [...(station.publishing?.publishers ?? [])].flatMap(([bay, { trouble }]) => {
    if (trouble.kind === 'none') return [];
    return trouble.kind === 'away'
      ? [healthReason({ kind: 'mqtt-away', params: {} }, bay)]
      : [healthReason({ kind: 'mqtt-refused', params: { reason: trouble.reason } }, bay)];
  });
  const unsent = (kind: 'mail-failing' | 'push-failing', { trouble }: StationParts['alertMail' | 'alertPush']) =>
    trouble ? [healthReason({ kind, params: { reason: sendingReasonText(trouble) } })] : [];
  const reasons = [
    ...unsent('mail-failing', station.alertMail),
    ...unsent('push-failing', station.alertPush),
    ...(reason === '' ? [] : [healthReason({ kind: 'storage-failing', params: { reason } })]),
    ...(refusal === '' ? [] : [healthReason({ kind: 'retention-refused', params: { reason: refusal } })]),
    ...(station.members.backups.isOverdue ? [healthReason({ kind: 'backup-overdue', params: {} })] : []),
    ...slow,
    ...boards,
    ...mqtt,
  ];
  return {
    status: failing || deaf ? 'failing' : reasons.length > 0 ? 'degraded' : 'ok',
    version,
    uptimeS: Math.round((station.clock.monoMs() - station.startedMs) / 1000),
    reasons,
  };
}
