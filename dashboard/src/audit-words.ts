import type { ExerciseName } from '../../src/contracts/common.ts';
import type { AuditRow } from '../../src/contracts/members.ts';
import { dayOf, list, loadWords, timeOfDay } from './format.ts';
import { roleWords } from './reasons.ts';
import { t } from './texts/index.ts';

/** Names of members by their ids. */
type Aliases = ReadonlyMap<string, string>;
type Values = Readonly<Record<string, unknown>>;

/** The members that a row is about, by their ids. */
export const membersOf = (row: AuditRow): (string | null)[] => [
  row.actorId,
  // The id of a deleted member is nobody's any more.
  row.kind === 'member-deleted' ? null : row.memberId,
  ...[parsed(row.beforeJson), parsed(row.afterJson)].map(({ memberId }) =>
    typeof memberId === 'string' ? memberId : null,
  ),
];

/** `Load: 80 kg → 82.5 kg`. */
export function deedWords(row: AuditRow, aliases: Aliases): string {
  const title = t().correct.kinds[row.kind] ?? row.kind;
  const before = parsed(row.beforeJson);
  const after = parsed(row.afterJson);
  const changes = Object.keys(SHOWN).flatMap((field) => {
    const words = SHOWN[field]!;
    const [was, is] = [before[field], after[field]].map((value) => (value === undefined ? '' : words(value, aliases)));
    if (!was && !is) return [];
    return [was && is ? t().correct.fromTo(was, is) : was || is || ''];
  });
  return changes.length === 0 ? title : `${title}: ${list(changes)}`;
}

/** `Theo (trainer), Sun 22 Nov 17:05`. */
export function doerWords({ actorId, actorRole, at }: AuditRow, aliases: Aliases): string {
  const alias = actorId === null ? undefined : aliases.get(actorId);
  const role = roleWords(actorRole);
  return t().correct.by(alias ? `${alias} (${role})` : role, `${dayOf(at)} ${timeOfDay(at)}`);
}

/** What of a change is told, and how; anything else is for whoever reads the audit by the API. */
const SHOWN: Record<string, (value: unknown, aliases: Aliases) => string> = {
  enteredLoadKg: (value) => (typeof value === 'number' ? loadWords(value) : t().correct.asMeasured),
  exercise: (value) => t().exercises[value as ExerciseName]?.label ?? String(value),
  side: (value) => t().correct.sides[(value ?? 'unknown') as keyof ReturnType<typeof t>['correct']['sides']],
  isWarmUp: (value) => (value === true ? t().marks.warmUp : t().marks.work),
  rpe: (value) => (value === null ? t().marks.noRpe : `RPE ${value}`),
  note: String,
  memberId: (value, aliases) =>
    value === null ? t().correct.nobody : (aliases.get(value as string) ?? t().correct.someone),
  countedReps: (value) => `${value} ${t().bay.rep(value as number)}`,
  alias: String,
  name: (value) => (value === null ? '' : String(value)),
  url: String,
  changed: (value) => (Array.isArray(value) ? value.join(', ') : ''),
  address: String,
  lastDigits: (value) => `…${value}`,
  bay: (value) => (value === null ? '' : String(value)),
  alert: (value) => (t().trouble.titles as Record<string, string>)[String(value)] ?? String(value),
};

function parsed(json: string): Values {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? (value as Values) : {};
}
