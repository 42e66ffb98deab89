import type { PageChange, PageChanges } from '../../../src/contracts/hub-pages.ts';
import { Empty } from '../components/form.tsx';
import { Paged } from '../components/paged.tsx';
import { dayOf, timeOfDay } from '../format.ts';
import { t } from '../locales/index.ts';
import { Frame } from '../pages/frame.tsx';
import { accountTabs } from './account-tabs.ts';

/** Who did what on these pages, newest first. */
export function HubChangesPage() {
  const words = t().hub.changes;
  return (
    <Frame title={words.title} tabs={accountTabs('changes')}>
      <p class="lead">{words.hint}</p>
      <section class="panel stack">
        <Paged<PageChanges, PageChange>
          path="/api/v1/changes?limit=50"
          rowsOf={({ changes }) => changes}
          more={words.more}
          empty={<Empty icon="clock" title={words.none} />}
        >
          {(rows) => (
            <ul class="rows" data-testid="hub-changes">
              {rows.map(({ n, at, account, kind, about, gymName }) => (
                <li key={n} class="row">
                  <span class="row__main">
                    <b>{account}</b>
                    <small>{words.kinds[kind](about, gymName ?? about)}</small>
                  </span>
                  <time dateTime={at}>{`${dayOf(at)}, ${timeOfDay(at)}`}</time>
                </li>
              ))}
            </ul>
          )}
        </Paged>
      </section>
    </Frame>
  );
}
