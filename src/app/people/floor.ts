/** Leaderboard and class, for the API. */
import { type Clock, isoNow } from '../../common/clock.ts';
import type { FloorInfo, NewClass } from '../../contracts/class-clock.ts';
import type { Config } from '../../contracts/config.ts';
import type { Store } from '../../store/index.ts';
import type { FloorPort } from '../../web/index.ts';
import { orProblem } from '../storage/store-problems.ts';

const WEEK_MS = 7 * 86_400_000;
const ROWS = 20;

/** The clock of a class, for its starter. */
export interface ClassStarter {
  readonly now: FloorInfo['class'];
  start(wanted: NewClass): void;
  stop(): void;
}

export function floorPort(options: {
  store: () => Store;
  clock: Clock;
  config: Config['floor'];
  classMode: ClassStarter;
}): FloorPort {
  const { store, clock, config, classMode } = options;
  return {
    info: () => ({ leaderboard: config.leaderboard, classMode: config.classMode, class: classMode.now }),
    startClass: (wanted) => classMode.start(wanted),
    stopClass: () => classMode.stop(),
    async leaderboard(exercise) {
      const since = new Date(clock.wallMs() - WEEK_MS).toISOString();
      const query = { since, limit: ROWS, ...(exercise !== undefined && { exercise }) };
      return { since, rows: await orProblem(() => store().leaderboard.rows(query)) };
    },
    isOnLeaderboard: (id) => orProblem(() => store().leaderboard.has(id)),
    putOnLeaderboard: (id, isOn) => orProblem(() => store().leaderboard.put(id, isOn, isoNow(clock))),
  };
}
