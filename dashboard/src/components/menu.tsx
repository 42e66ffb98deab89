import type { PersonRole } from '../../../src/contracts/access.ts';
import { lastShell } from '../live/last-shell.ts';
import { logOut, mayAs, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import type { Route } from '../route.ts';
import { adminPath, MEMBERS_PATH, myPath, programmesPath, route } from '../router.ts';
import { Icon, type IconName } from './icon.tsx';
import '../styles/menu.css';

export interface Way {
  name: keyof ReturnType<typeof t>['menu']['ways'];
  path: string;
  icon: IconName;
  least: PersonRole;
  /** Pages that lie behind it. */
  pages: readonly Route['page'][];
}

const WAYS: readonly Way[] = [
  {
    name: 'floor',
    path: '/floor',
    icon: 'grid',
    least: 'member',
    pages: ['home', 'floor', 'floor-bay', 'bay', 'leaderboard'],
  },
  { name: 'members', path: MEMBERS_PATH, icon: 'people', least: 'trainer', pages: ['members', 'member'] },
  { name: 'programmes', path: programmesPath(), icon: 'list', least: 'trainer', pages: ['programmes'] },
  { name: 'manage', path: adminPath(), icon: 'wrench', least: 'trainer', pages: ['admin', 'set-up'] },
  { name: 'mine', path: myPath(), icon: 'person', least: 'member', pages: ['me'] },
];

/** The pages of a signed-in user, on every page: at its left side, on a phone at its lower end. A bay's own screen has none. */
export function Menu({ ways = WAYS }: { ways?: readonly Way[] }) {
  const words = t().menu;
  const memberId = who.value?.memberId ?? null;
  if (who.value === null && lastShell().hasMenu) return <div class="menu" aria-hidden="true" />;
  if (memberId === null) return null;
  const where = route.value;
  const isMine = where.page === 'member' && where.member === memberId;
  const isHere = ({ name, pages }: Way) => (isMine ? name === 'mine' : pages.includes(where.page));
  return (
    <nav class="menu" aria-label={words.title}>
      <ul>
        {ways
          .filter(({ least }) => mayAs(least))
          .map((way) => (
            <li key={way.name}>
              <a href={way.path} aria-current={isHere(way) ? 'page' : undefined}>
                <Icon name={way.icon} />
                <span>{words.ways[way.name]}</span>
              </a>
            </li>
          ))}
      </ul>
      <button type="button" onClick={logOut}>
        <Icon name="leave" />
        <span>{t().account.logOut}</span>
      </button>
    </nav>
  );
}

/** On a phone, whose bar has no room for it: on top of the page. */
export function LogOutButton() {
  if ((who.value?.memberId ?? null) === null) return null;
  return (
    <button class="icon-button top__out" type="button" onClick={logOut} aria-label={t().account.logOut}>
      <Icon name="leave" />
    </button>
  );
}
