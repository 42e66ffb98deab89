import { t } from '../locales/index.ts';
import { WeekCalendar } from '../programmes/calendar.tsx';
import { Groups } from '../programmes/groups.tsx';
import { Templates } from '../programmes/templates.tsx';
import { programmesPath } from '../router.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';
import '../styles/member.css';
import '../styles/admin.css';
import '../styles/programmes.css';

const TABS = { templates: Templates, groups: Groups, calendar: WeekCalendar } as const;
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as Tab[];

/** What trainers plan for many, and what came of it. */
export function ProgrammesPage({ tab }: { tab: string }) {
  const here = NAMES.find((name) => name === tab) ?? 'templates';
  const Part = TABS[here];
  const tabs = NAMES.map((name) => ({
    path: programmesPath(name === 'templates' ? '' : name),
    name: t().plans.tabs[name],
    isHere: name === here,
  }));
  return (
    <For least="trainer">
      <Frame title={t().menu.programmes} tabs={tabs}>
        <Part />
      </Frame>
    </For>
  );
}
