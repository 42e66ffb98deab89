/** From everything collected to the document of the doctor. Pure: the same observation gives the same findings. */
import { Default } from 'typebox/value';
import type { Calibration } from '../../contracts/calibration.ts';
import type { CalibrationMismatchCode } from '../../contracts/calibration-mismatches.ts';
import type { ChannelReasonCode } from '../../contracts/channel-reasons.ts';
import { CONTRACT_VERSION, type ExerciseName } from '../../contracts/common.ts';
import { BayConfig } from '../../contracts/config.ts';
import type { Diagnosis, Finding, SensorFigures } from '../../contracts/diagnosis.ts';
import type { FigureCode } from '../../contracts/findings/figures.ts';
import { createRowReader } from '../../contracts/recording.ts';
import { rounded } from '../../contracts/rounded.ts';
import { calibrateForce, calibrateHeight, createCollector, estimateLag } from '../../core/index.ts';
import type { RawSample } from '../../rig/messages.ts';
import { boardConfig, SLOT } from '../board/board-config.ts';
import { Ingest } from '../board/ingest.ts';
import { calibratedBay } from '../calibration/calibrated-bay.ts';
import { bayOptions } from '../sets/core-options.ts';
import { figuresOf } from './figures.ts';
import { bare, fault, fine, NONE } from './finding.ts';
import { judgeBoard, judgeBoardClock } from './judge-board.ts';
import { judgeSensor } from './judge-sensor.ts';
import { judgeSurroundings } from './judge-surroundings.ts';
import type { Observation, Surroundings } from './observation.ts';
import { isUsable, type TrackPoint, timesOf, trackOf } from './track.ts';

export interface Patient {
  site: string;
  /** As configured. */
  bay: BayConfig;
  /** The active one of the bay; null when there is none. */
  calibration: Calibration | null;
  exercise: ExerciseName;
  at: Date;
}

type Tracks = Record<SensorFigures['role'], readonly TrackPoint[]>;
const SEVERITIES = ['error', 'warning', 'info', 'ok'] as const;

/** Less than this is no lift. */
const LIFT_MM = 100;
/** Beyond it force and height are one reading of the distance sensor apart. */
const LAG_TOLERANCE_MS = 20;

export function diagnose(patient: Patient, observation: Observation, surroundings: Surroundings): Diagnosis {
  const { config: bay, notUsed } = calibratedBay(patient.bay, patient.calibration);
  const { samples, health } = observation;
  const isLost = health.state === 'lost';
  const tracks = tracksOf(bay, samples);
  const sensors = boardConfig(bay).sensors.map(({ role, kind, rateHz }) => {
    const { countsPerN } = (role === 'loadRight' && bay.loadRight) || bay.load;
    return figuresOf(tracks[role], { role, kind, configuredRateHz: rateHz, countsPerN });
  });
  const hasBoth = bay.load.sensor !== 'none' && bay.distance.sensor !== 'none';
  const lag = hasBoth && !isLost ? judgeLag(bay, tracks) : null;
  const clock = judgeBoardClock(tracks.load.length > tracks.distance.length ? tracks.load : tracks.distance);
  const findings = [
    ...judgeBoard(observation),
    ...(clock ? [clock] : []),
    // Without a board every sensor is silent, which says nothing new.
    ...(isLost ? [] : sensors.flatMap(judgeSensor)),
    ...(isLost ? [] : judgeCounting(bay, patient.exercise, samples)),
    ...(lag ? [lag.finding] : []),
    ...judgeCalibration(patient, notUsed),
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

function tracksOf({ load, loadRight, distance }: BayConfig, samples: readonly RawSample[]): Tracks {
  const times = timesOf(samples);
  const forceBy =
    ({ zeroCounts, countsPerN }: { zeroCounts: number; countsPerN: number }) =>
    (raw: number) =>
      calibrateForce({ tareCounts: zeroCounts, countsPerN }, raw);
  const direction = distance.looks === 'up' ? 'away' : 'toward';
  const { zeroMm, railAngleDeg: beamAngleDeg, scale } = distance;
  const height = { zeroMm, direction, beamAngleDeg, scale } as const;
  return {
    load: trackOf(samples, SLOT.load, forceBy(load), times),
    loadRight: loadRight ? trackOf(samples, SLOT.loadRight, forceBy(loadRight), times) : [],
    distance: trackOf(samples, SLOT.distance, (raw) => calibrateHeight(height, raw), times),
  };
}

/** The verdict of the very ingest and core that count. */
function judgeCounting(bay: BayConfig, exercise: ExerciseName, samples: readonly RawSample[]): Finding[] {
  const ingest = new Ingest(bay);
  const inputsOf = createRowReader();
  const collector = createCollector(bayOptions(bay, exercise));
  const heard = new Map<'height' | 'force', ChannelReasonCode | null>();
  const rows = samples.flatMap((sample) => ingest.take(sample) ?? []);
  for (const event of rows.flatMap(inputsOf).flatMap((input) => collector.take(input))) {
    if (event.kind !== 'channel' || event.status === 'absent') continue;
    const distrust = event.status === 'unreliable' ? event.reason : null;
    heard.set(event.channel, heard.get(event.channel) ?? distrust);
  }
  const { leftOut } = collector.finish();
  return [...heard].map(([channel, distrust]) => {
    const about = channel === 'height' ? 'distance' : 'load';
    if (distrust !== null) return fault('channel-unreliable', about, distrust);
    return leftOut[channel] > 0
      ? fault('readings-wild', about, { kind: 'of-them', params: { readings: leftOut[channel] } }, NONE)
      : fine('counting', about, 'trusted');
  });
}

function judgeLag(
  { load, distance }: BayConfig,
  tracks: Tracks,
): { finding: Finding; forceBehindHeightMs: number | null } {
  const expectedMs = load.lagMs - distance.lagMs;
  const expected = {
    kind: 'lag-expected',
    params: { lagMs: rounded(expectedMs, 0), withinMs: LAG_TOLERANCE_MS },
  } as const;
  const unknown = (why: FigureCode) => ({
    finding: fault('lag-unknown', 'board', why, expected),
    forceBehindHeightMs: null,
  });
  const heights = tracks.distance.filter(isUsable);
  const levels = heights.map(({ value }) => value).sort((a, b) => a - b);
  // Of single readings that are off, the outermost hundredth at either end takes care.
  const spanMm = (levels[Math.floor(levels.length * 0.99)] ?? 0) - (levels[Math.floor(levels.length * 0.01)] ?? 0);
  if (spanMm < LIFT_MM) return unknown(bare('nothing-lifted'));
  const result = estimateLag(heights, tracks.load.filter(isUsable));
  if (!result.ok) return unknown(bare('lag-unclear'));
  const { forceBehindHeightMs, errorMs } = result.lag;
  const measured = {
    kind: 'lag-measured',
    params: { lagMs: rounded(forceBehindHeightMs, 0), withinMs: rounded(errorMs, 0) },
  } as const;
  const isOff = Math.abs(forceBehindHeightMs - expectedMs) > LAG_TOLERANCE_MS + errorMs;
  return {
    finding: isOff ? fault('lag-off', 'board', measured, expected) : fine('lag', 'board', measured, expected),
    forceBehindHeightMs,
  };
}

const DEFAULTS = Default(BayConfig, {}) as BayConfig;

function judgeCalibration({ bay, calibration }: Patient, notUsed: readonly CalibrationMismatchCode[]): Finding[] {
  if (bay.board.port === 'simulated') return []; // the simulated rig is built from the values of the configuration
  if (notUsed.length > 0) return [fault('calibration-of-other-sensors', 'board', notUsed)];
  if (calibration) return [fine('calibration', 'board', `of ${calibration.at.slice(0, 10)}`)];
  const isGuess =
    bay.load.countsPerN === DEFAULTS.load.countsPerN &&
    bay.load.zeroCounts === DEFAULTS.load.zeroCounts &&
    bay.distance.zeroMm === DEFAULTS.distance.zeroMm;
  if (isGuess) return [fault('calibration-missing', 'board', bare('default-values'))];
  return [fine('calibration', 'board', 'values of the configuration')];
}

function worstFirst(findings: readonly Finding[]): Finding[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
