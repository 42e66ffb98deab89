import { liftedLoads } from '../../src/contracts/events/loads.ts';
import type { Alert, Rep, SetEvent, State } from '../../src/contracts/events.ts';
import type { LiveFrame } from '../../src/contracts/live.ts';
import type { Plan } from '../../src/contracts/presence.ts';
import { list, load, percent, seconds, shortSeconds, unbroken, velocity } from './format.ts';
import { t } from './locales/index.ts';
import { alertWords, boardReasonWords, channelReasonWords, reasonWords } from './reasons.ts';

/** Every text that depends on what is measured. Short: a lifter reads it from three metres. */

type Tone = 'met' | 'hold' | 'short' | 'wrong' | 'doubt';

/** The fields that the texts about a movement use. */
export type JudgedRep = Pick<Rep, 'n' | 'stage' | 'verdict' | 'reasons' | 'flags' | 'holdS'>;

export const repTone = (rep: Pick<Rep, 'verdict' | 'flags'>): Tone => {
  if (rep.verdict === 'partial') return 'short';
  if (rep.verdict === 'doubtful') return 'doubt';
  if (rep.verdict === 'rejected') return 'wrong';
  return rep.flags.includes('hold-missed') ? 'hold' : 'met';
};

const flagWords = (flag: string) => t().flags[flag] ?? flag.replaceAll('-', ' ');

/** `Rep 7 counts` or `Not counted`. */
export function repTitle(rep: Rep): string {
  if (rep.verdict === 'counted') return t().bay.repCounts(rep.n ?? 0);
  return rep.verdict === 'doubtful' ? t().bay.notSure : t().bay.notCounted;
}

/** Why, and how it was: `2 cm short`, `held 0.8 s · hold too short`. */
export function repDetail(rep: JudgedRep): string {
  const parts = rep.reasons.map(reasonWords);
  if (rep.verdict === 'counted' && rep.stage !== 'lockout' && rep.holdS !== null)
    parts.push(t().bay.held(seconds(rep.holdS)));
  parts.push(...remarks(rep));
  return parts.join(' · ');
}

/** The shortest form, for the strip: the reason of what was not counted, the remark on what was. */
export function repRemark(rep: Rep): string {
  const reason = rep.reasons[0];
  return reason === undefined ? (remarks(rep)[0] ?? '') : reasonWords(reason);
}

/** Its reason says by how much it was short. */
const remarks = (rep: Pick<Rep, 'flags' | 'reasons'>) =>
  rep.flags.filter((flag) => flag !== 'short-of-lockout' || rep.reasons.length === 0).map(flagWords);

export type Cue = 'ready' | 'drive' | 'hold' | 'lower';

/** What to do now. */
export function cueOf(phase: LiveFrame['phase'], isHoldMet: boolean, targetHoldS: number): Cue {
  if (phase === 'lockout') return isHoldMet || targetHoldS === 0 ? 'lower' : 'hold';
  if (phase === 'ascending') return 'drive';
  return phase === 'descending' ? 'lower' : 'ready';
}

export function holdTarget(targetHoldS: number): string {
  return targetHoldS > 0 ? t().bay.holdTarget(shortSeconds(targetHoldS)) : t().bay.noHold;
}

/** `9 counted, 1 partial`. */
export function setCounts(set: SetEvent): string {
  const { counts } = t().bay;
  const others: [number, (howMany: number) => string][] = [
    [set.partialReps, counts.partial],
    [set.doubtfulReps, counts.doubtful],
    [set.rejectedReps, counts.rejected],
  ];
  const words = others.filter(([howMany]) => howMany > 0).map(([howMany, say]) => say(howMany));
  return list([counts.counted(set.countedReps), ...words]);
}

/** `80 kg`; of a drop set `100 → 60 kg`. */
export function shownLoad(set: SetEvent): string | null {
  const loads = liftedLoads(set).map(({ loadKg }) => load(loadKg));
  return loads.length === 0 ? null : `${loads.map(({ value }) => value).join(' → ')} ${loads[0]!.unit}`;
}

/** The load of every counted rep, summed; 0 when none is known. */
export const volumeKg = (set: SetEvent): number =>
  liftedLoads(set).reduce((sum, { loadKg, reps }) => sum + loadKg * reps, 0);

/** `9 counted, 1 partial · 80 kg · held 1.0 s · 0.31 m/s`. */
export function setInShort(set: SetEvent): string {
  const parts = [
    shownLoad(set),
    set.meanHoldS === null ? null : t().bay.held(seconds(set.meanHoldS)),
    set.bestMeanVelocityMps === null ? null : `${velocity(set.bestMeanVelocityMps)} m/s`,
  ];
  return [setCounts(set), ...parts.filter((part) => part !== null).map(unbroken)].join(' · ');
}

/** Label and value of each figure of a set that is known. */
export function setFigures(set: SetEvent): [label: string, value: string][] {
  const { figures } = t().bay;
  const all: [string, string | null][] = [
    [figures.load, shownLoad(set)],
    [figures.hold, set.meanHoldS === null ? null : `${seconds(set.meanHoldS)} s`],
    [figures.fastest, set.bestMeanVelocityMps === null ? null : `${velocity(set.bestMeanVelocityMps)} m/s`],
    [figures.loss, set.velocityLossPercent === null ? null : percent(set.velocityLossPercent)],
  ];
  return all.filter((figure): figure is [string, string] => figure[1] !== null);
}

export interface Note {
  level: 'info' | 'warning' | 'error';
  title: string;
  text: string;
}

/** @param state of its bay, which says more of a board or a sensor than the alert does */
export function alertNote(alert: Pick<Alert, 'kind' | 'severity' | 'params'>, state: State | null = null): Note {
  const title = t().trouble.titles[alert.kind];
  return { level: alert.severity, title, text: (state && moreOf(alert.kind, state)) || alertWords(alert) };
}

function moreOf(kind: Alert['kind'], { board, channels }: State): string {
  if (kind === 'board-lost' || kind === 'board-degraded') return boardWords(board.reasons);
  const reason =
    kind === 'height-unreliable' ? channels.height.reason : kind === 'force-unreliable' ? channels.force.reason : null;
  return reason ? channelReasonWords(reason) : '';
}

const boardWords = (reasons: State['board']['reasons']) => reasons.map(boardReasonWords).join(' ');

export function sourceNote(source: State['source']): Note | null {
  if (source === 'board') return null;
  const [title, text] = t().trouble.sources[source];
  return { level: 'info', title, text };
}

/** What is wrong with board and sensors, worst first; empty when all is well. Who tries passwords is no matter of the lifter's. */
export function troubleNotes(state: State, alerts: readonly Alert[]): Note[] {
  const { titles, remedies, boardStarting, boardStartingText, unreliable, channels: names } = t().trouble;
  const notes = alerts.filter(({ kind }) => kind !== 'log-ins-failing').map((alert) => alertNote(alert, state));
  const kinds = new Set(alerts.map((alert) => alert.kind));
  const { board, channels } = state;
  if (board.state === 'lost' && !kinds.has('board-lost'))
    notes.push({
      level: 'error',
      title: titles['board-lost'],
      text: boardWords(board.reasons),
    });
  if (board.state === 'degraded' && !kinds.has('board-degraded'))
    notes.push({
      level: 'warning',
      title: titles['board-degraded'],
      text: boardWords(board.reasons),
    });
  if (board.state === 'starting')
    notes.push({ level: 'info', title: boardStarting, text: boardWords(board.reasons) || boardStartingText });
  for (const channel of ['height', 'force'] as const) {
    const { status, reason } = channels[channel];
    if (status === 'unreliable' && !kinds.has(`${channel}-unreliable`)) {
      const text = reason ? channelReasonWords(reason) : remedies[`${channel}-unreliable`]({}, {});
      notes.push({ level: 'warning', title: unreliable(names[channel]), text });
    }
  }
  const order = { error: 0, warning: 1, info: 2 };
  return notes.sort((a, b) => order[a.level] - order[b.level]);
}

/** `Load cell: well`. */
export function sensorWords(state: State, channel: 'height' | 'force'): string {
  const { channels, channelStatus } = t().trouble;
  const { status, reason } = state.channels[channel];
  return `${channels[channel]}: ${channelStatus[status]}${reason ? ` (${channelReasonWords(reason)})` : ''}`;
}

/** How long to rest before the next set: within a round of a superset not at all. */
export const plannedRestS = ({ superset, programme }: Plan): number => superset?.restS ?? programme.restS;
