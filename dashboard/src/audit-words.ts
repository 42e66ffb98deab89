import type { ExerciseName } from '../../src/contracts/common.ts';
import type { AuditRow, Programme } from '../../src/contracts/members.ts';
import { HUB, TOKEN } from '../../src/contracts/token-role.ts';
import { dayOf, lengthWords, list, loadWords, timeOfDay } from './format.ts';
import { audit as de } from './locales/de/audit.ts';
import { audit as en } from './locales/en/audit.ts';
import { audit as es } from './locales/es/audit.ts';
import { language, t } from './locales/index.ts';
import { programmeWords } from './member/programme-words.ts';
import { roleWords } from './reasons.ts';

/** Not among the texts of every page: the bay screen starts without them. */
const auditTexts = (): typeof en => ({ en, de, es })[language.value];

/** Names of members by their ids. */
type Aliases = ReadonlyMap<string, string>;
type Values = Readonly<Record<string, unknown>>;

/** The members that a row is about, by their ids. */
export const membersOf = (row: AuditRow): (string | null)[] => [
  row.actorId,
  // The id of a deleted member has no owner.
  row.kind === 'member-deleted' ? null : row.memberId,
  ...[parsed(row.beforeJson), parsed(row.afterJson)].map(({ memberId }) =>
    typeof memberId === 'string' ? memberId : null,
  ),
];

/** `Trainer Ana changed Lena’s log-in from lena to lena2`. */
export function auditEventWords(row: AuditRow, aliases: Aliases): string {
  const words = auditTexts();
  const { actorId, memberId, setId, kind } = row;
  const alias = memberId === null ? undefined : aliases.get(memberId);
  // The set says whose it is; an actor who changed their own set is not named twice.
  const isOwn = memberId !== null && memberId === actorId;
  const whom = isOwn ? words.ownSelf : (alias ?? words.gone);
  const owner = isOwn
    ? words.own
    : alias !== undefined
      ? words.owner(alias)
      : memberId === null && setId !== null
        ? words.unclaimed
        : words.goneOwner;
  const event = { who: doer(row, aliases), owner, whom, what: whatOf(row, aliases) };
  const say = words.events[kind];
  return say ? say(event) : words.other(event, kind);
}

/** `Trainer Ana`; of who has no name any more, or never had one: `Trainer`, `The station`. */
function doer({ actorId, actorRole }: AuditRow, aliases: Aliases): string {
  const words = auditTexts();
  const alias = actorId === null ? undefined : aliases.get(actorId);
  if (actorRole.startsWith(HUB)) return words.atHub(actorRole.slice(HUB.length));
  const role = actorRole.startsWith(TOKEN)
    ? words.token(roleWords(actorRole.slice(TOKEN.length)))
    : (words.roles[actorRole] ?? actorRole);
  return alias === undefined ? role : words.by(role, alias);
}

/** `Trainer Ana, Sun 22 Nov 17:05`. */
export const doerWords = (row: AuditRow, aliases: Aliases): string => `${doer(row, aliases)}, ${whenWords(row)}`;

/** `Sun 22 Nov 17:05`. */
export const whenWords = ({ at }: AuditRow): string => `${dayOf(at)} ${timeOfDay(at)}`;

function whatOf(row: AuditRow, aliases: Aliases): string {
  const words = auditTexts();
  const before = flat(parsed(row.beforeJson));
  const after = flat(parsed(row.afterJson));
  if (row.kind.startsWith('programme-')) return programmeChange(before, after);
  if (row.kind === 'member-deleted') return words.setsAndReps(Number(after.sets ?? 0), Number(after.reps ?? 0));
  if (row.kind === 'import-undone') return words.undoneCounts(Number(after.removed ?? 0), Number(after.kept ?? 0));
  const changes = Object.keys(SHOWN).flatMap((field) => {
    if (!(field in before) && !(field in after)) return [];
    const [was, is] = [before[field], after[field]].map((value) =>
      value === undefined ? undefined : SHOWN[field]!(value, aliases),
    );
    if (was === is) return [];
    const name = row.kind === 'member-changed' ? words.fields[field] : undefined;
    if (name !== undefined) return [words.fromTo(name, was || words.nothing, is || words.nothing)];
    return [was && is ? t().correct.fromTo(was, is) : was || is || ''];
  });
  return list(changes.filter((change) => change !== ''));
}

/** `Hip thrust: 3 × 8–10 · 80 kg → 3 × 8–10 · 85 kg`. */
function programmeChange(before: Values, after: Values): string {
  const named = (values: Values) => ('sets' in values ? programmeWords(values as unknown as Programme) : '');
  const label = t().exercises[(after.exercise ?? before.exercise) as ExerciseName]?.label ?? '';
  const [was, is] = [named(before), named(after)];
  const change = was && is ? t().correct.fromTo(was, is) : was || is;
  return [label, change].filter(Boolean).join(': ');
}

const yesOrNo = (value: unknown) => (value === true ? auditTexts().yes : auditTexts().no);

/** The fields of a change that are shown, and how; the API has the rest. */
const SHOWN: Record<string, (value: unknown, aliases: Aliases) => string> = {
  enteredLoadKg: (value) => (typeof value === 'number' ? loadWords(value) : t().correct.asMeasured),
  exercise: (value) => t().exercises[value as ExerciseName]?.label ?? String(value),
  side: (value) => t().correct.sides[(value ?? 'unknown') as keyof ReturnType<typeof t>['correct']['sides']],
  isWarmUp: (value) => (value === true ? t().marks.warmUp : t().marks.work),
  rpe: (value) => (value === null ? t().marks.noRpe : `RPE ${value}`),
  note: String,
  memberId: (value, aliases) =>
    value === null ? t().correct.unclaimed : (aliases.get(value as string) ?? t().correct.someone),
  countedReps: (value) => `${value} ${t().bay.rep(value as number)}`,
  alias: String,
  name: (value) => (value === null ? '' : String(value)),
  role: (value) => roleWords(String(value)),
  login: (value) => (value === null ? '' : String(value)),
  heightMm: (value) => (typeof value === 'number' ? lengthWords(value) : ''),
  showAlias: yesOrNo,
  keepRecordings: yesOrNo,
  shareSets: yesOrNo,
  acrossGyms: yesOrNo,
  url: String,
  file: String,
  version: String,
  changed: (value) => (Array.isArray(value) ? value.join(', ') : ''),
  address: String,
  lastDigits: (value) => `…${value}`,
  bay: (value) => (value === null ? '' : String(value)),
  alert: (value) => (t().trouble.titles as Record<string, string>)[String(value)] ?? String(value),
  members: (value) => auditTexts().members(Number(value)),
};

function parsed(json: string): Values {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? (value as Values) : {};
}

/** With each consent by its own name. */
const flat = ({ consents, ...values }: Values): Values => ({ ...values, ...(consents as Values | undefined) });
