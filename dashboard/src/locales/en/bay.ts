import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { CoachingTexts, ReasonTexts } from '../reason-texts.ts';

const plural = pluralOf('en');

/** The screen of one bay. Short: a lifter reads it from three metres. */
export const bay = {
  someone: { none: 'Tap in', guest: 'Guest' },
  reps: (min: number, max: number) => (min === max ? `${max}` : `${min} to ${max}`),
  repsWord: (howMany: string) => `${howMany} reps`,
  ofTarget: (target: string) => `of ${target}`,
  targetReached: 'target reached',
  holdTarget: (durationS: string) => `hold ${durationS} s`,
  noHold: 'no hold',
  setOf: (n: number, of: number) => `set ${n} of ${of}`,
  soundOn: 'Sound is on',
  soundOff: 'Sound is off',
  soundTouch: 'Touch once for sound',
  rail: 'Position of the bar against the lockout line',
  lockoutLine: 'lockout',
  noPosition: 'no position',
  ring: { hold: 'hold', met: 'held', missed: 'too short', rest: 'rest' },
  load: 'load',
  lastRep: 'last rep',
  againstFastest: 'vs fastest',
  now: 'now',
  cue: { ready: 'Ready', drive: 'Drive', hold: 'Hold', lower: 'Lower' },
  eachRep: 'Each rep',
  repsOfSet: 'Reps of this set',
  movements: 'All movements',
  repCounts: (n: number) => `Rep ${n} counts`,
  notCounted: 'Not counted',
  notSure: 'Not sure',
  notCountedAloud: (why: string) => `not counted: ${why}`,
  held: (durationS: string) => `held ${durationS}\u00a0s`,
  firstSet: 'Lie down and lift',
  firstSetHint: 'Nothing to press: the set starts with your first rep.',
  waitsForBoard: 'Nothing can be counted until the board is back',
  setDone: 'Set done',
  nextSet: 'Next set',
  nextSetHint: 'Lift when you are ready: it starts by itself.',
  counts: {
    counted: (howMany: number) => `${howMany} counted`,
    partial: (howMany: number) => `${howMany} partial`,
    doubtful: (howMany: number) => `${howMany} not sure`,
    rejected: (howMany: number) => `${howMany} rejected`,
  },
  figures: {
    load: 'load',
    hold: 'mean hold',
    fastest: 'fastest',
    loss: 'velocity loss',
  },
  recent: 'Recent sets',
  recentFailed: 'The list can’t be loaded now. The page tries again after the next set.',
  recentNone: 'None yet. Each set appears here when it ends.',
  recentKept: (age: string) => `As of ${age} ago: the station is offline.`,
  rep: (howMany: number): string => plural(howMany, 'rep', 'reps'),
  sensors: 'Sensors',
  moreNotes: (howMany: number) => `${howMany} more`,
  moreNotesText: 'The floor page shows all of them.',
};

export const verdicts = {
  counted: 'counted',
  partial: 'partial',
  doubtful: 'not sure',
  rejected: 'rejected',
};

/** Why a movement has its verdict. Short, as all of this page; the contract's own text says it at length. */
export const reasons: ReasonTexts = {
  'short-of-lockout': ({ shortMm }) => `${shortMm} short`,
  'shorter-than-set': ({ romMm, usualMm }) => `moved ${romMm} of ${usualMm}`,
  'larger-than-set': ({ romMm, usualMm }) => `moved ${romMm}, the others ${usualMm}`,
  'less-than-any-rep': ({ romMm }) => `moved only ${romMm}`,
  'more-than-plausible': ({ romMm }) => `moved ${romMm}: not plausible`,
  'faster-than-plausible': ({ meanVelocityMps }) => `${meanVelocityMps}: too fast for a bar`,
  'slower-than-plausible': ({ concentricS }) => `${concentricS} on the way up: longer than a lift takes`,
  'turned-back': ({ romMm }) => `turned back after ${romMm}`,
  'nothing-carried': ({ carriedKg }) => `nothing lifted: ${carriedKg} on the cell`,
  'nothing-accelerated': () => 'no load lifted: something in the beam?',
  'height-jumped': () => 'height jumped: sensor moved?',
  'hardly-seen': () => 'bar hidden most of the way',
  'put-on-hooks': () => 'up and not down again: racked?',
  'force-unreliable': () => 'force not reliable',
  'force-too-slow': () => 'force read too rarely',
  'force-only-alone': () => 'one movement, seen by force alone',
  'force-only-apart': () => 'seen by force alone, apart from the set',
  'force-only-light': () => 'seen by force alone, with a lighter load',
  'force-only-put-down': () => 'seen by force alone: racked?',
  'force-only-large': () => 'seen by force alone, too large',
  'counted-live': () => 'counted at first, rejected at the end of the set',
  'part-of-rep': ({ n }) => `part of rep ${n}`,
  'no-movement': () => 'not confirmed at the end of the set',
  'excluded-by': ({ role }) => `excluded by ${role}`,
  'counted-by': ({ role }) => `counted by ${role}`,
};

export const flags: Record<string, string> = {
  'hold-missed': 'hold too short',
  overshoot: 'too high',
  dropped: 'lowered too fast',
  rocking: 'rocking',
  stalled: 'stalled',
  uneven: 'uneven',
  gap: 'samples missing',
  'force-only': 'from force alone',
  'short-of-lockout': 'short of lockout',
};

/** One sentence after a set, from the set itself. Short, as all of this page. */
export const coaching: CoachingTexts = {
  'lockout-lost': ({ n, shortMm }) => `Lockout missing from rep ${n} on (${shortMm} short): stop there, or load less.`,
  'lockout-missed': ({ n, shortMm }) => `Rep ${n} ended ${shortMm} short of lockout: drive the hips all the way up.`,
  'hold-shrinking': ({ firstS, lastS }) => `Holds shrank from ${firstS} to ${lastS}: keep counting at the top.`,
  'holds-short': ({ shortReps, reps }) => `${shortReps} of ${reps} holds too short: wait for the second note.`,
  'velocity-loss': ({ n, lossPercent }) =>
    `Slower from rep ${n} on, ${lossPercent} at the end: a rep or two fewer is enough.`,
};

/** What happens once, and is worth a sound. */
export const moment = {
  best: 'Personal best',
  bests: { load: 'heaviest', 'reps-at-load': 'most reps', 'velocity-at-load': 'fastest', hold: 'longest hold' },
  before: (value: string) => `before: ${value}`,
  at: (load: string) => `at ${load}`,
  programmeDone: 'Programme done',
  programmeDoneText: 'That was the last set for today.',
  restOf: (planned: string) => `of ${planned}`,
  restOver: 'rest is over',
};
