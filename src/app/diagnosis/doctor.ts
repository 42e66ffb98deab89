/** The doctor's two sources: a bay of the running station, or a free board. */
import { systemClock } from '../../common/clock.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { Diagnosis } from '../../contracts/diagnosis.ts';
import { BoardSupervisor } from '../../rig/supervisor.ts';
import type { Bay } from '../bay/bay.ts';
import { boardConfig } from '../board/board-config.ts';
import type { LoadedConfig } from '../config/config.ts';
import type { StationParts } from '../station-parts.ts';
import { diagnose } from './diagnose.ts';
import { listen, listenAlone } from './listen.ts';
import { surroundingsAlone, surroundingsOfStation } from './surroundings.ts';

/** Listens beside the station: counting goes on, and a replay that has the bay doesn't hide the board. */
export async function diagnoseBay(station: StationParts, bay: Bay, seconds: number): Promise<Diagnosis> {
  const [observation, surroundings] = await Promise.all([
    listen(bay.supervisor, seconds, bay.boardStatus),
    surroundingsOfStation(station, bay.config.id),
  ]);
  const { site } = station.loaded.config;
  const { config } = bay;
  const { exercise } = bay.measuring;
  const calibration = bay.calibrator.status.active;
  return diagnose(
    { site, bay: config, calibration, exercise, at: new Date(station.clock.wallMs()) },
    observation,
    surroundings,
  );
}

/** Opens the board of a bay itself; no station may have it. */
export async function diagnoseAlone(loaded: LoadedConfig, bay: BayConfig, seconds: number): Promise<Diagnosis> {
  const supervisor = new BoardSupervisor({ config: boardConfig(bay) });
  const [observation, { surroundings, calibration }] = await Promise.all([
    listenAlone(supervisor, seconds),
    surroundingsAlone(loaded, bay.id),
  ]);
  const { site } = loaded.config;
  return diagnose(
    { site, bay, calibration, exercise: bay.exercise, at: new Date(systemClock.wallMs()) },
    observation,
    surroundings,
  );
}
