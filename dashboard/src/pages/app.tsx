import { bays, link } from '../live/live-store.ts';
import { LinkNote } from '../parts/notes.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { route } from '../router.ts';
import { BayList } from './bay-list.tsx';
import { BayPage } from './bay-page.tsx';

export function App() {
  const stores = bays.value ? [...bays.value.values()] : null;
  const where = route.value;
  if (where.page === 'none') return <Message title="There is no such page" />;
  if (!stores) return <Message title={link.value.kind === 'lost' ? 'The station can’t be reached' : 'Connecting…'} />;
  const wanted = where.page === 'bay' ? bays.value?.get(where.bay) : undefined;
  if (where.page === 'bay' && !wanted) return <Message title={`This station has no bay “${where.bay}”`} />;
  const shown = wanted ?? (stores.length === 1 ? stores[0] : undefined);
  return shown ? <BayPage key={shown.id} bay={shown} /> : <BayList stores={stores} />;
}

function Message({ title }: { title: string }) {
  return (
    <div class="page page--list">
      <main>
        <TopBar>
          <h1>Lockout</h1>
        </TopBar>
        <div class="notes">
          <LinkNote />
        </div>
        <h2 class="message">{title}</h2>
        {route.value.page !== 'home' && (
          <p class="message">
            <a href="/">All bays of this station</a>
          </p>
        )}
      </main>
    </div>
  );
}
