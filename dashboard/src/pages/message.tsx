import type { ComponentChildren } from 'preact';
import { LinkNote } from '../components/notes.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { useTitle } from '../live/use-title.ts';
import { t } from '../locales/index.ts';
import { route } from '../router.ts';

/** A page that has nothing but this to say. */
export function Message({ title, children }: { title: string; children?: ComponentChildren }) {
  useTitle(title);
  return (
    <div class="page page--list">
      <main>
        <TopBar>
          <h1>{t().common.product}</h1>
        </TopBar>
        <div class="notes">
          <LinkNote />
        </div>
        <h2>{title}</h2>
        {children}
        {route.value.page !== 'home' && (
          <p>
            <a href="/">{t().common.allBays}</a>
          </p>
        )}
      </main>
    </div>
  );
}
