import type { FastifyInstance } from 'fastify';
import { Default } from 'typebox/value';
import type { Role } from '../../src/contracts/access.ts';
import { Config } from '../../src/contracts/config.ts';
import type { SetDetail, SetPage } from '../../src/contracts/http.ts';
import { buildWeb, type WebOptions } from '../../src/web/build-web.ts';
import type { HistoryPort, SetListQuery } from '../../src/web/ports.ts';
import { FakeAccess } from './fake-access.ts';
import { FakeCalibration } from './fake-calibration.ts';
import { FakeMembers } from './fake-members.ts';
import { FakeStation } from './fake-station.ts';
import { signedIn } from './signed-in.ts';

/** Sets in memory, newest first. */
export class FakeHistory implements HistoryPort {
  readonly details: SetDetail[] = [];
  readonly recordings = new Map<string, Buffer>();
  fails: Error | null = null;

  async listSets({ bay, limit, before }: SetListQuery): Promise<SetPage> {
    if (this.fails) throw this.fails;
    const found = this.details
      .map((detail) => detail.set)
      .filter(({ deletedAt }) => deletedAt === undefined)
      .filter((set) => (bay === undefined || set.bay === bay) && (before === undefined || set.id < before));
    const sets = found.slice(0, limit);
    return { sets, next: found.length > limit ? (sets.at(-1)?.id ?? null) : null };
  }

  async getSet(id: string): Promise<SetDetail | null> {
    return this.details.find((detail) => detail.set.id === id) ?? null;
  }

  async recording(setId: string): Promise<Buffer | null> {
    return this.recordings.get(setId) ?? null;
  }
}

export const defaultConfig = (): Config => Default(Config, {}) as Config;

export interface FakeWeb {
  app: FastifyInstance;
  station: FakeStation;
  history: FakeHistory;
  calibration: FakeCalibration;
  access: FakeAccess;
  members: FakeMembers;
}

export interface FakeWebOptions extends Partial<Omit<WebOptions, 'access'>> {
  station?: FakeStation;
  history?: FakeHistory;
  calibration?: FakeCalibration;
  /** Who asks: an admin when left out, so that a test which is not about rights needs no log-in. */
  access?: FakeAccess | Role;
}

/** The real web server over a fake station. */
export async function buildFakeWeb({ access: who, ...options }: FakeWebOptions = {}): Promise<FakeWeb> {
  const access = who instanceof FakeAccess ? who : new FakeAccess(who);
  const station = options.station ?? new FakeStation();
  const history = options.history ?? new FakeHistory();
  const calibration = options.calibration ?? new FakeCalibration();
  const members = new FakeMembers(history);
  const here = () => access.here && access.allow(access.here);
  const app = await signedIn(here, () =>
    buildWeb({
      memberPorts: members,
      phoneOrigin: () => 'http://192.168.1.20:8080',
      metrics: {
        text: async () => '# HELP lockout_up 1\n# TYPE lockout_up gauge\nlockout_up 1\n',
        contentType: 'text/plain; version=0.0.4; charset=utf-8',
      },
      config: defaultConfig(),
      version: '0.0.0-test',
      dashboardDir: null,
      logger: null,
      ...options,
      station,
      history,
      calibration,
      access,
    }),
  );
  return { app, station, history, calibration, access, members };
}
