import { Menu, type Way } from '../components/menu.tsx';
import { SettingsSheet } from '../components/settings-sheet.tsx';
import { FirstPixels } from '../components/skeleton.tsx';
import { link } from '../live/live-store.ts';
import { mayAs, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { Frame } from '../pages/frame.tsx';
import { lazyPage } from '../pages/lazy-page.tsx';
import { Message } from '../pages/message.tsx';
import { route } from '../router.ts';
import { AccountsPage } from './accounts-page.tsx';
import { ChainPage } from './chain-page.tsx';
import { HubChangesPage } from './changes-page.tsx';
import { FleetPage } from './fleet-page.tsx';
import { GymPage } from './gym-page.tsx';
import { HubLogIn } from './log-in.tsx';
import { HubMePage } from './me-page.tsx';
import { HubMembersPage } from './members-page.tsx';
import { useSignOfLife } from './use-polled.ts';

/** With what draws curves. */
const HubSetPage = lazyPage(async () => (await import('./set-page.tsx')).HubSetPage);

const WAYS: readonly Way[] = [
  { name: 'chain', path: '/', icon: 'grid', least: 'trainer', pages: ['chain', 'gym', 'hub-set'] },
  { name: 'members', path: '/members', icon: 'people', least: 'trainer', pages: ['members'] },
  { name: 'fleet', path: '/fleet', icon: 'plug', least: 'admin', pages: ['fleet'] },
  { name: 'accounts', path: '/accounts', icon: 'card', least: 'admin', pages: ['accounts', 'hub-changes'] },
  { name: 'mine', path: '/me', icon: 'person', least: 'trainer', pages: ['me'] },
];

export function HubApp() {
  return (
    <>
      <Menu ways={WAYS} />
      <Page />
      <SettingsSheet />
    </>
  );
}

function Page() {
  useSignOfLife();
  const where = route.value;
  if (where.page === 'none') return <Message title={t().common.noSuchPage} />;
  if (who.value === null)
    return link.value.kind === 'lost' ? (
      <Message title={t().hub.unreachable}>
        <p>{t().hub.toDo}</p>
      </Message>
    ) : (
      <FirstPixels />
    );
  if (!mayAs('trainer')) return <HubLogIn isFirst={where.page === 'log-in' && where.isFirst} />;
  if (where.page === 'gym') return <GymPage key={where.gym} gym={where.gym} bay={where.bay} />;
  if (where.page === 'hub-set') return <HubSetPage key={where.set} id={where.set} />;
  if (where.page === 'members') return <HubMembersPage />;
  if (where.page === 'me') return <HubMePage />;
  if (where.page === 'fleet' || where.page === 'accounts' || where.page === 'hub-changes') {
    if (!mayAs('admin'))
      return (
        <Frame title={t().account.notAllowed}>
          <p>{t().account.notAllowedWhy(t().account.roles.admin)}</p>
        </Frame>
      );
    if (where.page === 'hub-changes') return <HubChangesPage />;
    return where.page === 'fleet' ? <FleetPage /> : <AccountsPage />;
  }
  return <ChainPage />;
}
