import { t } from '../locales/index.ts';

const TABS = ['accounts', 'changes'] as const;

/** Who may see the pages, and what they did there. */
export const accountTabs = (here: (typeof TABS)[number]) =>
  TABS.map((tab) => ({ path: `/${tab}`, name: t().hub[tab].title, isHere: tab === here }));
