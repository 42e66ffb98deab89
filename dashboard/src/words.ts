import type { Alert, Rep, SetEvent, State } from '../../src/contracts/events.ts';
import type { LiveFrame } from '../../src/contracts/live.ts';
import { kilograms, percent, seconds, shortSeconds, velocity } from './format.ts';

/** Every text that depends on what is measured. Short: a lifter reads it from three metres. */

export type Tone = 'met' | 'hold' | 'short' | 'wrong' | 'doubt';

const FLAGS: Record<string, string> = {
  'hold-missed': 'hold too short',
  overshoot: 'too high',
  dropped: 'lowered too fast',
  rocking: 'rocking',
  stalled: 'stalled',
  gap: 'samples missing',
  'force-only': 'from force alone',
};
const flagWords = (flag: string) => FLAGS[flag] ?? flag.replaceAll('-', ' ');

export const repTone = (rep: Rep): Tone => {
  if (rep.verdict === 'partial') return 'short';
  if (rep.verdict === 'doubtful') return 'doubt';
  if (rep.verdict === 'rejected') return 'wrong';
  return rep.flags.includes('hold-missed') ? 'hold' : 'met';
};

export const REP_MARK: Record<Tone, string> = { met: '✓', hold: '✓', short: '▵', wrong: '✕', doubt: '?' };

const NOT_COUNTED = { partial: 'Not counted', rejected: 'Not counted', doubtful: 'Not sure', counted: '' } as const;

/** `Rep 7 counts` or `Not counted`. */
export function repTitle(rep: Rep): string {
  return rep.verdict === 'counted' ? `Rep ${rep.n ?? ''} counts` : NOT_COUNTED[rep.verdict];
}

/** Why, and how it was: `2 cm short`, `held 0.8 s · hold too short`. */
export function repDetail(rep: Rep): string {
  const parts = [...rep.reasons];
  if (rep.verdict === 'counted' && rep.stage !== 'lockout') {
    if (rep.holdS !== null) parts.push(`held ${seconds(rep.holdS)} s`);
  }
  // Its reason says by how much.
  parts.push(...rep.flags.filter((flag) => flag !== 'short-of-lockout').map(flagWords));
  return parts.join(' · ');
}

/** The shortest form, for the strip: the reason of what was not counted, the remark on what was. */
export function repRemark(rep: Rep): string {
  const flag = rep.flags[0];
  return rep.reasons[0] ?? (flag ? flagWords(flag) : '');
}

/** What to do now. */
export function cue(phase: LiveFrame['phase'], isHoldMet: boolean, targetHoldS: number): string {
  if (phase === 'lockout') return isHoldMet || targetHoldS === 0 ? 'Lower' : 'Hold';
  if (phase === 'ascending') return 'Drive';
  return phase === 'descending' ? 'Lower' : 'Ready';
}

export function repTarget(min: number, max: number): string {
  return min === max ? `of ${max}` : `of ${min} to ${max}`;
}

export function holdTarget(targetHoldS: number): string {
  return targetHoldS > 0 ? `hold ${shortSeconds(targetHoldS)} s` : 'no hold';
}

/** `9 counted, 1 partial`. */
export function setCounts(set: SetEvent): string {
  const others: [number, string][] = [
    [set.partialReps, 'partial'],
    [set.doubtfulReps, 'doubtful'],
    [set.rejectedReps, 'rejected'],
  ];
  return [
    `${set.countedReps} counted`,
    ...others.filter(([howMany]) => howMany > 0).map(([howMany, word]) => `${howMany} ${word}`),
  ].join(', ');
}

/** Label and value of each figure of a set that is known. */
export function setFigures(set: SetEvent): [label: string, value: string][] {
  const figures: [string, string | null][] = [
    ['load', set.loadKg === null ? null : `${kilograms(set.loadKg)} kg`],
    ['mean hold', set.meanHoldS === null ? null : `${seconds(set.meanHoldS)} s`],
    ['fastest', set.bestMeanVelocityMps === null ? null : `${velocity(set.bestMeanVelocityMps)} m/s`],
    ['velocity loss', set.velocityLossPercent === null ? null : percent(set.velocityLossPercent)],
  ];
  return figures.filter((figure): figure is [string, string] => figure[1] !== null);
}

export interface Note {
  level: 'info' | 'warning' | 'error';
  title: string;
  text: string;
}

const SENSORS = { height: 'Distance sensor', force: 'Load cell' } as const;
type Channel = keyof typeof SENSORS;

export function sourceNote(source: State['source']): Note | null {
  if (source === 'simulated')
    return { level: 'info', title: 'Simulated lifter', text: 'No board is connected: nobody lifts this.' };
  if (source === 'replay')
    return { level: 'info', title: 'Replay', text: 'A recording is being played: nobody lifts this now.' };
  return null;
}

/** What is wrong with board and sensors, worst first; empty when all is well. */
export function troubleNotes(state: State, alerts: readonly Alert[]): Note[] {
  const notes: Note[] = alerts.map((alert) => ({
    level: alert.severity,
    title: ALERT_TITLES[alert.kind],
    text: alert.text,
  }));
  const told = new Set(alerts.map((alert) => alert.kind));
  const { board, channels } = state;
  if (board.state === 'lost' && !told.has('board-lost'))
    notes.push({ level: 'error', title: ALERT_TITLES['board-lost'], text: board.reason });
  if (board.state === 'degraded' && !told.has('board-degraded'))
    notes.push({ level: 'warning', title: ALERT_TITLES['board-degraded'], text: board.reason });
  if (board.state === 'starting') notes.push({ level: 'info', title: 'Board is starting', text: board.reason });
  for (const channel of ['height', 'force'] as const)
    if (channels[channel].status === 'unreliable' && !told.has(`${channel}-unreliable`))
      notes.push({ level: 'warning', title: `${SENSORS[channel]} unreliable`, text: channels[channel].reason });
  const order = { error: 0, warning: 1, info: 2 };
  return notes.sort((a, b) => order[a.level] - order[b.level]);
}

const ALERT_TITLES: Record<Alert['kind'], string> = {
  'board-lost': 'Board lost',
  'board-degraded': 'A sensor is silent',
  'height-unreliable': 'Distance sensor unreliable',
  'force-unreliable': 'Load cell unreliable',
  'samples-lost': 'Samples lost',
  'storage-failing': 'Sets can’t be stored',
  calibrating: 'Being calibrated',
  'calibration-unused': 'Calibrate again',
  'load-shift': 'Load cell shifted',
  'height-shift': 'Distance sensor shifted',
};

/** Whether nothing needs a look; a station without one of the two sensors is well too. */
export function allSensorsWell({ board, channels }: State): boolean {
  return board.state === 'ok' && channels.height.status !== 'unreliable' && channels.force.status !== 'unreliable';
}

/** `Load cell: well`. */
export function sensorWords(state: State, channel: Channel): string {
  const { status, reason } = state.channels[channel];
  const word = { ok: 'well', unreliable: 'unreliable', absent: 'no data' }[status];
  return `${SENSORS[channel]}: ${word}${reason && status !== 'ok' ? ` (${reason})` : ''}`;
}
