/** What decides about an update of the package. Pure: the shell is `updater.ts`. */
import type { BaySnapshot } from '../../contracts/live.ts';
import type { ProblemCode } from '../../contracts/problems.ts';
import type { UpdateReport } from '../../contracts/update.ts';

/** What a package says of itself, and what this machine knows. */
export interface Offer {
  package: string;
  architecture: string;
  version: string;
  installedBytes: number;
}

export interface Machine {
  architecture: string;
  /** Version that is in use. */
  version: string;
  freeBytes: number;
  /** Of the database and what belongs to it. */
  dataBytes: number;
  /** The last update, if there was one. */
  last: UpdateReport | null;
}

const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:[-~](.+))?$/;

/** Below 0: `one` is older. A version with a suffix (1.0.0-beta.1) is older than the one without. @throws Error for what is no version */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => {
    const match = VERSION.exec(text);
    if (!match) throw new Error(`"${text}" is no version of Lockout; right is 1.2.3`);
    return match;
  });
  for (let place = 1; place <= 3; place++) {
    const difference = Number(a![place]) - Number(b![place]);
    if (difference !== 0) return difference;
  }
  const [suffix, otherSuffix] = [a![4], b![4]];
  if (suffix === otherSuffix) return 0;
  if (suffix === undefined) return 1;
  if (otherSuffix === undefined) return -1;
  return compareSuffixes(suffix, otherSuffix);
}

/** Part by part: numbers by their value and before words, as semantic versioning has it. */
function compareSuffixes(one: string, other: string): number {
  const [a, b] = [one.split('.'), other.split('.')];
  for (let place = 0; place < Math.max(a.length, b.length); place++) {
    const [left, right] = [a[place], b[place]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber && isOtherNumber) return Number(left) - Number(right);
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/** Why this package isn't installed; null: it is. @param again to try once more what was undone */
export function refusal(offer: Offer, machine: Machine, again: boolean): ProblemCode | null {
  if (offer.package !== 'lockout') return { kind: 'package-foreign', params: { name: offer.package } };
  if (offer.architecture !== machine.architecture)
    return {
      kind: 'package-other-machine',
      params: { version: offer.version, architecture: offer.architecture, machine: machine.architecture },
    };
  const order = compareVersions(offer.version, machine.version);
  if (order === 0) return { kind: 'package-same', params: { version: machine.version } };
  if (order < 0) return { kind: 'package-older', params: { version: offer.version, used: machine.version } };
  const { last } = machine;
  if (last?.phase === 'undone' && last.to === offer.version && !again)
    return { kind: 'package-undone', params: { version: last.to, reason: last.reason } };
  // Unpacked beside the old release, with a backup, and room to go on.
  const neededBytes = 2 * offer.installedBytes + 2 * machine.dataBytes + 50e6;
  if (machine.freeBytes < neededBytes)
    return {
      kind: 'package-no-room',
      params: { freeMb: megabytes(machine.freeBytes), neededMb: megabytes(neededBytes) },
    };
  return null;
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

/** Names of the bays on which a set is in progress. */
export const busyBays = (bays: readonly Pick<BaySnapshot, 'state'>[]): string[] =>
  bays.filter(({ state }) => state.set !== null).map(({ state }) => state.name);

/** What one look at the station saw; null: no answer. */
export interface HealthCheck {
  version: string;
  status: 'ok' | 'degraded' | 'failing';
  reasons: readonly string[];
  /** The page comes, too. */
  hasPage: boolean;
}

/** A look from outside: what the station answers, and how often systemd has restarted it since it was started by hand or by a package. */
interface Look {
  health: HealthCheck | null;
  restarts: number;
}

export interface HealthState {
  startedMs: number;
  goodInARow: number;
  /** Looks in a row that saw a fault which waiting doesn't heal. */
  lastingInARow: number;
  /** Of the first look. */
  firstRestarts: number | null;
  /** What was wrong at the last look. */
  trouble: string;
}

type HealthVerdict = 'waiting' | 'good' | 'bad';

const GOOD_CHECKS = 3;
/** 20 s: a station that answers with another version, or without its page, was not caught at its start. */
const LASTING_CHECKS = 10;
const MOST_RESTARTS = 3;
export const HEALTH_TIME_MS = 120_000;

export const newHealthState = (startedMs: number): HealthState => ({
  startedMs,
  goodInARow: 0,
  lastingInARow: 0,
  firstRestarts: null,
  trouble: '',
});

/**
 * After three good looks in a row the release is good; when they haven't come within 120 s it is bad. Sooner it is bad when it ends again and again,
 * or answers for 20 s with another version or without its page.
 */
export function judgeHealth(
  state: HealthState,
  nowMs: number,
  { health, restarts }: Look,
  { to, wasFailing }: Pick<UpdateReport, 'to' | 'wasFailing'>,
): { state: HealthState; verdict: HealthVerdict } {
  const firstRestarts = state.firstRestarts ?? restarts;
  const ended = restarts - firstRestarts;
  const isRestarting = ended >= MOST_RESTARTS;
  const trouble = isRestarting ? `it ended ${ended} times, and was started again` : troubleOf(health, to, wasFailing);
  const goodInARow = trouble === '' ? state.goodInARow + 1 : 0;
  const isLasting = health !== null && (health.version !== to || !health.hasPage);
  const lastingInARow = isLasting ? state.lastingInARow + 1 : 0;
  const next = { ...state, goodInARow, lastingInARow, firstRestarts, trouble };
  if (goodInARow >= GOOD_CHECKS) return { state: next, verdict: 'good' };
  const isOver = nowMs - state.startedMs >= HEALTH_TIME_MS;
  return { state: next, verdict: isOver || isRestarting || lastingInARow >= LASTING_CHECKS ? 'bad' : 'waiting' };
}

function troubleOf(check: HealthCheck | null, version: string, mayFail: boolean): string {
  if (!check) return 'the station does not answer';
  if (check.version !== version) return `version ${check.version} answers instead of ${version}`;
  if (check.status === 'failing' && !mayFail) return `it can't count or keep: ${check.reasons.join('; ')}`;
  return check.hasPage ? '' : 'the page does not come';
}

/** What is to be done with an update that was cut off, by a power cut for example. */
type Resumption = 'nothing' | 'give-up' | 'finish-install' | 'check' | 'undo';

export function resumption(report: UpdateReport | null, versionInUse: string): Resumption {
  switch (report?.phase) {
    case 'waiting':
    case 'preparing':
      return 'give-up';
    case 'installing':
      return versionInUse === report.to ? 'check' : 'finish-install';
    case 'checking':
      return 'check';
    case 'undoing':
      return 'undo';
    default:
      return 'nothing';
  }
}
