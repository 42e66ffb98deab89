/** One page without a script, for who looks at a hub that has nothing else yet. */
import type { ChainStatus, GymStatus } from './status.ts';
import type { PeopleStatus } from './status-people.ts';

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
const escaped = (value: unknown): string => textOf(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const row = (cells: readonly unknown[], tag = 'td') =>
  `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
const table = (heads: readonly string[], rows: readonly (readonly unknown[])[]) =>
  `<table><thead>${row(heads, 'th')}</thead><tbody>${rows.map((cells) => row(cells)).join('')}</tbody></table>`;

const STYLE = `body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%;margin:0 0 2rem}th,td{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #8886}`;

export function statusPage(status: ChainStatus, now: Date): string {
  const ago = (at: string | null) =>
    at === null ? 'never' : `${Math.max(0, Math.round((now.getTime() - Date.parse(at)) / 1000))} s ago`;
  const gym = (of: GymStatus) => [
    of.name,
    `${of.baysUp} of ${of.bays}`,
    of.lifting,
    of.sets,
    ago(of.lastHeardAt),
    of.waiting,
  ];
  const controllers = status.gyms.flatMap((of) =>
    of.controllers.map((one) => [
      one.id,
      of.name,
      one.state,
      one.version,
      ago(one.lastHeardAt),
      `${one.ackedSeq ?? 'none'}, ${ago(one.ackedAt)}`,
      one.waiting,
      one.refused,
      one.clockAheadMs === null ? '' : `${(one.clockAheadMs / 1000).toFixed(1)} s`,
      one.certificateUntil.slice(0, 10),
    ]),
  );
  const sets = status.latest.map((set) => [set.at, set.gym, set.bay, set.exercise, set.countedReps, set.loadKg ?? '']);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width"><title>Lockout hub</title><style>${STYLE}</style>
<h1>Lockout hub</h1>
<p>${status.sets} sets, ${status.diverged} of them diverged. ${status.members} members and ${status.visitors} visits, ${status.membersAcross} members train in more than one gym.
${status.cards} cards, ${status.cardsOfOlderKeys} of them wait for their next tap to be stored by the latest key.</p>
<h2>Gyms</h2>${table(['Gym', 'Bays up', 'Lifting', 'Sets', 'Last heard', 'Waiting'], status.gyms.map(gym))}
<h2>Controllers</h2>${table(['Controller', 'Gym', 'State', 'Version', 'Last heard', 'Acknowledged', 'Waiting', 'Refused', 'Clock ahead', 'Certificate until'], controllers)}
${people(status)}<h2>Latest sets</h2>${table(['Ended', 'Gym', 'Bay', 'Exercise', 'Counted reps', 'Load, kg'], sets)}`;
}

/** Only what there is to do. */
function people({ conflicts, duplicates, deletions }: PeopleStatus): string {
  const parts = [
    {
      title: 'Conflicts: a gym and the hub changed the same thing',
      heads: ['Number', 'Member', 'What', 'The hub has', 'The gym said', 'Gym', 'When'],
      rows: conflicts.map((one) => [one.id, one.alias, one.field, one.ours, one.theirs, one.gym, one.at]),
      todo: 'lockout hub conflict NUMBER take, or drop',
    },
    {
      title: 'The same person twice? Not taken until the card or log-in is one’s alone',
      heads: ['Member', 'Gym', 'Has the same', 'As', 'When'],
      rows: duplicates.map((one) => [one.memberId, one.gym, one.why, `${one.otherAlias} (${one.otherId})`, one.at]),
      todo: 'at the gym, remove the card or change the log-in of one of them',
    },
    {
      title: 'Deletions that are outstanding',
      heads: ['Member', 'Deleted', 'Not confirmed by'],
      rows: deletions.map((one) => [one.memberId, one.at, one.controllers.join(', ')]),
      todo: 'start these controllers, or revoke the ones that never come back',
    },
  ];
  return parts
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, heads, rows, todo }) => `<h2>${title}</h2>${table(heads, rows)}<p>${escaped(todo)}</p>`)
    .join('');
}
