/** From everything collected to the document of the doctor. Pure: the same observation gives the same findings. */
import { CONTRACT_VERSION, type ExerciseName } from '../../contracts/common.ts';
import type { BayConfig } from '../../contracts/config.ts';
import type { Diagnosis, Finding, SensorFigures } from '../../contracts/diagnosis.ts';
import { createRowReader } from '../../contracts/recording.ts';
import { createCollector, estimateLag } from '../../core/index.ts';
import type { RawSample } from '../../rig/messages.ts';
import { boardConfig, SLOT } from '../board-config.ts';
import { bayOptions } from '../core-options.ts';
import { Ingest } from '../ingest.ts';
import { figuresOf } from './figures.ts';
import { fault, fine } from './finding.ts';
import { judgeBoard, judgeBoardClock } from './judge-board.ts';
import { judgeSensor } from './judge-sensor.ts';
import { judgeSurroundings } from './judge-surroundings.ts';
import type { Observation, Surroundings } from './observation.ts';
import { isUsable, type RawPoint, type TrackPoint, trackOf } from './track.ts';

export interface Patient {
  site: string;
  /** With the calibration that is in force. */
  bay: BayConfig;
  exercise: ExerciseName;
  at: Date;
}

type Role = SensorFigures['role'];
const SEVERITIES = ['error', 'warning', 'info', 'ok'] as const;
const ROLE_WORD = { height: 'distance', force: 'load' } as const;

/** Less than this is no lift. */
const LIFT_MM = 100;
/** Beyond it force and height are one reading of the distance sensor apart. */
const LAG_TOLERANCE_MS = 20;

export function diagnose(patient: Patient, observation: Observation, surroundings: Surroundings): Diagnosis {
  const { bay } = patient;
  const tracks = { load: trackOf([]), distance: trackOf([]) };
  const { points, unreliable } = replayed(patient, observation.samples);
  for (const role of ['load', 'distance'] as const) tracks[role] = trackOf(points[role]);
  const isLost = observation.health.state === 'lost';
  const configured = boardConfig(bay).sensors;
  const sensors = configured.map(({ role, kind, rateHz }) => {
    const name = role === 'distance' ? 'distance' : 'load';
    return figuresOf(tracks[name], { role: name, kind, configuredRateHz: rateHz, countsPerN: bay.load.countsPerN });
  });
  const hasBoth = sensors.length > 1;
  const lag = hasBoth && !isLost ? judgeLag(bay, tracks) : null;
  const clock = judgeBoardClock(tracks.load.length > tracks.distance.length ? tracks.load : tracks.distance);
  const findings = [
    ...judgeBoard(observation),
    ...(clock ? [clock] : []),
    // Without a board every sensor is silent, which says nothing new.
    ...(isLost ? [] : sensors.flatMap(judgeSensor)),
    ...(isLost ? [] : unreliable),
    ...(lag ? [lag.finding] : []),
    ...judgeSurroundings(surroundings),
  ];
  return {
    v: CONTRACT_VERSION,
    site: patient.site,
    bay: bay.id,
    at: patient.at.toISOString(),
    source: bay.board.port === 'simulated' ? 'simulated' : 'board',
    port: bay.board.port,
    firmware: observation.after?.firmware ?? '',
    listenedS: observation.listenedS,
    canCount: findings.every(({ severity }) => severity !== 'error'),
    sensors,
    forceBehindHeightMs: lag?.forceBehindHeightMs ?? null,
    findings: worstFirst(findings),
  };
}

/** Runs the samples through the very ingest and core that count, which gives them their units and a verdict on each channel. */
function replayed({ bay, exercise }: Patient, samples: readonly RawSample[]) {
  const ingest = new Ingest(bay);
  const inputsOf = createRowReader();
  const collector = createCollector(bayOptions(bay, exercise));
  const points: Record<Role, RawPoint[]> = { load: [], distance: [] };
  const reasons = new Map<'height' | 'force', string>();
  for (const sample of samples) {
    const row = ingest.take(sample);
    const role = sample.slot === SLOT.distance ? 'distance' : 'load';
    points[role].push({ sample, atUs: row.atUs, value: (role === 'load' ? row.forceN : row.heightMm) ?? 0 });
    for (const event of inputsOf(row).flatMap((input) => collector.take(input)))
      if (event.kind === 'channel' && event.status === 'unreliable') reasons.set(event.channel, event.reason);
  }
  const unreliable: Finding[] = (['force', 'height'] as const).flatMap((channel) => {
    const about = ROLE_WORD[channel];
    const reason = reasons.get(channel);
    if (reason !== undefined) return fault('channel-unreliable', about, reason);
    return points[about].length > 0 ? fine('counting', about, 'trusted') : [];
  });
  return { points, unreliable };
}

function judgeLag(
  { load, distance }: BayConfig,
  tracks: Record<Role, readonly TrackPoint[]>,
): { finding: Finding; forceBehindHeightMs: number | null } {
  const expectedMs = load.lagMs - distance.lagMs;
  const expected = `${expectedMs.toFixed(0)} ± ${LAG_TOLERANCE_MS} ms`;
  const unknown = (why: string) => ({
    finding: fault('lag-unknown', 'board', why, expected),
    forceBehindHeightMs: null,
  });
  const heights = tracks.distance.filter(isUsable);
  const levels = heights.map(({ value }) => value).sort((a, b) => a - b);
  // Of single readings that are off, the outermost hundredth at either end takes care.
  const spanMm = (levels[Math.floor(levels.length * 0.99)] ?? 0) - (levels[Math.floor(levels.length * 0.01)] ?? 0);
  if (spanMm < LIFT_MM) return unknown('nothing was lifted');
  const result = estimateLag(heights, tracks.load.filter(isUsable));
  if (!result.ok) return unknown(`the movement did not tell it (${result.why})`);
  const { forceBehindHeightMs, errorMs } = result.lag;
  const measured = `force ${forceBehindHeightMs.toFixed(0)} ± ${errorMs.toFixed(0)} ms behind height`;
  const isOff = Math.abs(forceBehindHeightMs - expectedMs) > LAG_TOLERANCE_MS + errorMs;
  return {
    finding: isOff ? fault('lag-off', 'board', measured, expected) : fine('lag', 'board', measured, expected),
    forceBehindHeightMs,
  };
}

function worstFirst(findings: readonly Finding[]): Finding[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
