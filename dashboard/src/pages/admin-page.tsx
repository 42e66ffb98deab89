import { AdminAlerts } from '../admin/alerts.tsx';
import { AdminAudit } from '../admin/audit.tsx';
import { AdminBays } from '../admin/bays.tsx';
import { AdminCases } from '../admin/cases.tsx';
import { AdminConfig } from '../admin/config.tsx';
import { AdminDevices } from '../admin/devices.tsx';
import { AdminSystem } from '../admin/system.tsx';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { adminPath } from '../router.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';
import '../styles/member.css';
import '../styles/admin.css';

/** Trainers see changes and alerts; admins also the station itself. */
const TABS = {
  changes: AdminAudit,
  cases: AdminCases,
  alerts: AdminAlerts,
  bays: AdminBays,
  devices: AdminDevices,
  config: AdminConfig,
  system: AdminSystem,
} as const;
type Tab = keyof typeof TABS;
const FOR_TRAINERS: ReadonlySet<Tab> = new Set(['changes', 'cases', 'alerts']);

export function AdminPage({ tab }: { tab: string }) {
  const words = t().admin;
  const mine = (Object.keys(TABS) as Tab[]).filter((name) => FOR_TRAINERS.has(name) || mayAs('admin'));
  const here = mine.find((name) => name === tab) ?? 'changes';
  const Part = TABS[here];
  const tabs = mine.map((name) => ({
    path: adminPath(name === 'changes' ? '' : name),
    name: words.tabs[name],
    isHere: name === here,
  }));
  return (
    <For least="trainer">
      <Frame title={words.title} tabs={tabs}>
        <Part />
      </Frame>
    </For>
  );
}
