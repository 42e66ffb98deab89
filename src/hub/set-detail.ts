/** A set as its page shows it: what was lifted, in the words of the station, and what there is of its curves. Pure. */
import { Compile } from 'typebox/compile';
import { Rep, SetEvent } from '../contracts/events.ts';
import type { SetDetail } from '../contracts/http.ts';
import type { HubCurves, SentCommand } from '../contracts/hub-pages.ts';

interface StoredSet {
  gymId: string;
  bay: string;
  memberId: string | null;
  doc: object;
  reps: readonly object[];
}

const checks = { set: Compile(SetEvent), rep: Compile(Rep) };
const known = (schema: { properties: object }) => new Set(Object.keys(schema.properties));
const keys = { set: known(SetEvent as never), rep: known(Rep as never) };

/** Null when the controller is another version, and sent what the components of the page can't show. */
export function liftedOf({ gymId, bay, memberId, doc, reps }: StoredSet): SetDetail | null {
  const of = { site: gymId, bay, memberId };
  const set = { ...only(keys.set, doc), ...of, sessionId: null, note: '' };
  if (!checks.set.Check(set)) return null;
  const { v, source, exercise, id: setId } = set as SetEvent;
  const whole = reps.map((rep) => ({ ...only(keys.rep, rep), ...of, v, source, exercise, setId }));
  return whole.every((rep) => checks.rep.Check(rep)) ? { set: set as SetEvent, reps: whole as unknown as Rep[] } : null;
}

const only = (names: ReadonlySet<string>, value: object) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => names.has(key)));

interface CurvesOf {
  isDeleted: boolean;
  /** of its member; null: it has none who is known here */
  keepsRecordings: boolean | null;
  hasRecording: boolean;
  /** it is here until then; null: it is not */
  hereUntil: Date | null;
  controller: { state: string; heardAt: Date | null } | null;
  /** newest first */
  commands: readonly SentCommand[];
}

/** Not heard for so long, a controller answers nothing. */
export const HEARD_WITHIN_MS = 90_000;

export function curvesOf(of: CurvesOf, nowMs: number): HubCurves {
  if (of.keepsRecordings === false) return { kind: 'no-consent' };
  if (of.isDeleted) return { kind: 'not-kept' };
  if (of.hereUntil) return { kind: 'here', until: of.hereUntil.toISOString() };
  const last = of.commands.find(({ wanted }) => wanted.kind === 'recording') ?? null;
  if (!of.hasRecording || last?.problem?.kind === 'no-recording') return { kind: 'not-kept' };
  if (of.controller?.state !== 'accepted') return { kind: 'no-controller' };
  const { heardAt } = of.controller;
  const heard = {
    heardAt: heardAt?.toISOString() ?? null,
    isSilent: heardAt === null || nowMs - heardAt.getTime() > HEARD_WITHIN_MS,
  };
  if (last?.state === 'waiting') return { kind: 'asked', ...heard };
  const failed = last === null || last.state === 'done' ? null : { state: last.state, problem: last.problem };
  return { kind: 'to-ask', ...heard, failed };
}
