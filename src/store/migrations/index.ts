import type { Migration } from '../migrate.ts';
import { setsRepsRecordingsOutbox } from './001-sets-reps-recordings-outbox.ts';
import { calibrations } from './002-calibrations.ts';
import { measurement } from './003-measurement.ts';
import { members } from './004-members.ts';
import { holdTarget } from './005-hold-target.ts';
import { reasonsAsCodes } from './006-reasons-as-codes.ts';
import { loadPerRep } from './007-load-per-rep.ts';
import { alertNumbers } from './008-alert-numbers.ts';
import { identity } from './009-identity.ts';
import { cases } from './010-cases.ts';
import { consents } from './011-consents.ts';
import { setNotes } from './012-set-notes.ts';
import { plans } from './013-plans.ts';
import { alerts } from './014-alerts.ts';
import { changes } from './015-changes.ts';
import { uncertainTimes } from './016-uncertain-times.ts';
import { replica } from './017-replica.ts';
import { cardClaims } from './018-card-claims.ts';
import { supersets } from './019-supersets.ts';

/** Every migration, in order. One that has been released is never changed: a new one follows it. */
export const MIGRATIONS: readonly Migration[] = [
  setsRepsRecordingsOutbox,
  calibrations,
  measurement,
  members,
  holdTarget,
  reasonsAsCodes,
  loadPerRep,
  alertNumbers,
  identity,
  cases,
  consents,
  setNotes,
  plans,
  alerts,
  changes,
  uncertainTimes,
  replica,
  cardClaims,
  supersets,
];
