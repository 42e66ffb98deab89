import { DemoBar } from '../components/demo-bar.tsx';
import { Menu } from '../components/menu.tsx';
import { ScreenCare } from '../components/screen-care.tsx';
import { SettingsSheet } from '../components/settings-sheet.tsx';
import { FirstPixels } from '../components/skeleton.tsx';
import { bays, isStarting, link } from '../live/live-store.ts';
import { isVisitor, isWhoPending, mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { route } from '../router.ts';
import { BayPage } from './bay-page.tsx';
import { lazyPage } from './lazy-page.tsx';
import { Message } from './message.tsx';

const FloorPage = lazyPage(async () => (await import('./floor-page.tsx')).FloorPage);
const FloorBayPage = lazyPage(async () => (await import('./floor-bay-page.tsx')).FloorBayPage);
const SetPage = lazyPage(async () => (await import('./set-page.tsx')).SetPage);
const LogInPage = lazyPage(async () => (await import('./log-in-page.tsx')).LogInPage);
const PairPage = lazyPage(async () => (await import('./pair-page.tsx')).PairPage);
const ClaimPage = lazyPage(async () => (await import('./claim-page.tsx')).ClaimPage);
const MemberPage = lazyPage(async () => (await import('./member-page.tsx')).MemberPage);
const AdminPage = lazyPage(async () => (await import('./admin-page.tsx')).AdminPage);
const LeaderboardPage = lazyPage(async () => (await import('./leaderboard-page.tsx')).LeaderboardPage);
const MembersPage = lazyPage(async () => (await import('./members-page.tsx')).MembersPage);
const ProgrammesPage = lazyPage(async () => (await import('./programmes-page.tsx')).ProgrammesPage);
const SetUpPage = lazyPage(async () => (await import('./set-up-page.tsx')).SetUpPage);
const AnalysisPage = lazyPage(async () => (await import('./analysis-page.tsx')).AnalysisPage);
const GalleryPage = lazyPage(async () => (await import('../gallery/gallery-page.tsx')).GalleryPage);

export function App() {
  return (
    <>
      <DemoBar />
      <Menu />
      <Page />
      <SettingsSheet />
      <ScreenCare />
    </>
  );
}

/** The page of the address. */
function Page() {
  const where = route.value;
  // These need no bay, and say themselves who may see them.
  if (where.page === 'gallery') return <GalleryPage />;
  if (where.page === 'log-in') return <LogInPage isFirst={where.isFirst} />;
  if (where.page === 'pair') return <PairPage />;
  if (where.page === 'claim') return <ClaimPage code={where.code} />;
  if (where.page === 'me') return <MemberPage id={null} tab={where.tab} />;
  if (where.page === 'member') return <MemberPage id={where.member} tab={where.tab} />;
  if (where.page === 'leaderboard') return <LeaderboardPage />;
  if (where.page === 'members') return <MembersPage />;
  if (where.page === 'programmes') return <ProgrammesPage tab={where.tab} />;
  if (where.page === 'admin') return <AdminPage tab={where.tab} />;
  if (where.page === 'analysis') return <AnalysisPage key={where.set ?? ''} set={where.set} />;
  if (where.page === 'set-up') return <SetUpPage key={where.bay} id={where.bay} />;
  if (where.page === 'none') return <Message title={t().common.noSuchPage} />;

  // A visitor gets no data from the station; the pages below need it.
  if (isVisitor.value) return <LogInPage />;
  // What these show depends on who looks at it; live values may come sooner than the answer to that.
  const isFloor = where.page === 'floor' || (where.page === 'home' && bays.value?.size !== 1);
  const isOfRole = isFloor || where.page === 'set' || where.page === 'floor-bay';
  if (isOfRole && isWhoPending.value && link.value.kind !== 'lost') return <FirstPixels />;
  if (where.page === 'set') return <SetPage key={where.set} id={where.set} compare={where.compare} />;
  if (!bays.value || isStarting.value)
    return link.value.kind === 'lost' ? <Message title={t().common.unreachable} /> : <FirstPixels />;
  const stores = [...bays.value.values()];
  if (where.page === 'bay' || where.page === 'floor-bay') {
    const bay = bays.value.get(where.bay);
    if (!bay) return <Message title={t().common[mayAs('trainer') ? 'noSuchBay' : 'hiddenBay'](where.bay)} />;
    return where.page === 'bay' ? <BayPage key={bay.id} bay={bay} /> : <FloorBayPage key={bay.id} bay={bay} />;
  }
  const only = stores.length === 1 ? stores[0] : undefined;
  return where.page === 'home' && only ? <BayPage key={only.id} bay={only} /> : <FloorPage stores={stores} />;
}
