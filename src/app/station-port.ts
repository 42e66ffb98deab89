/** The station as the web room sees it. */
import type { Health } from '../contracts/http.ts';
import { StoreError } from '../store/index.ts';
import { type CalibrationPort, type HistoryPort, ProblemError, type StationPort } from '../web/index.ts';
import type { Bay } from './bay.ts';
import { diagnoseBay } from './diagnosis/doctor.ts';
import { startReplay } from './replay.ts';
import { sampleStream } from './sample-stream.ts';
import type { StationParts } from './station-parts.ts';
import { version } from './version.ts';

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
    diagnose: (id, seconds) => diagnoseBay(station, bayOf(id), seconds),
  };
}

export function historyPort({ journal }: StationParts): HistoryPort {
  return {
    listSets: (query) => read(() => journal.store.listSets(query)),
    getSet: (id) => read(() => journal.store.getSet(id)),
    recording: (id) => read(() => journal.store.recording(id)),
  };
}

/** A database that is away or damaged is told as such: what was lifted is not gone, and the next try may succeed. */
async function read<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError && (error.code === 'invalid' || error.code === 'internal')) throw error;
    throw new ProblemError(503, 'storage-failing', (error as Error).message);
  }
}

export function calibrationPort(station: StationParts): CalibrationPort {
  const bayOf = finder(station);
  return {
    status: (id) => bayOf(id).calibrator.status,
    history: async (id) => {
      const calibrations = await bayOf(id).calibrator.history();
      return 'kind' in calibrations ? calibrations : { calibrations };
    },
    measure: (id, request) => bayOf(id).calibrator.measure(request),
    skip: (id, step) => bayOf(id).calibrator.skip(step),
    save: (id) => bayOf(id).calibrator.save(),
    abort: (id) => bayOf(id).calibrator.abort(),
    restore: (id, from) => bayOf(id).calibrator.restore(from),
  };
}

/** `failing`: reps can't be counted on any bay, or can't be kept. `degraded`: something is missing, the rest goes on. */
function health(station: StationParts): Health {
  const boards = station.bays
    .filter((bay) => bay.board.state !== 'ok')
    .map((bay) => `${bay.config.id}: ${bay.board.reason}`);
  const lost = station.bays.every((bay) => bay.board.state === 'lost');
  const { failing, reason } = station.journal.status;
  const offline = [...(station.publishing?.publishers ?? [])].filter(([, publisher]) => !publisher.connected);
  const reasons = [
    ...(failing ? [reason] : []),
    ...boards,
    ...offline.map(([bay]) => `${bay}: not connected to the MQTT broker`),
  ];
  return {
    status: failing || lost ? 'failing' : reasons.length > 0 ? 'degraded' : 'ok',
    version,
    uptimeS: Math.round((Date.now() - station.startedAtMs) / 1000),
    reasons,
  };
}
