import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { FirstPixels } from '../components/skeleton.tsx';
import { link } from '../live/live-store.ts';
import { loadAllTexts, t } from '../locales/index.ts';
import { Message } from './message.tsx';

/** A page that is fetched when it is wanted: the screen of a bay doesn't carry what it never shows. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  return function LazyPage(props: P) {
    const state = useSignal<'loading' | 'ready' | 'failed'>(loaded ? 'ready' : 'loading');
    const failedWithout = useSignal(false);
    // What a browser failed to fetch it may not fetch again by itself.
    useSignalEffect(() => {
      if (failedWithout.value && link.value.kind === 'open') location.reload();
    });
    useEffect(() => {
      if (state.peek() === 'ready') return;
      Promise.all([load(), loadAllTexts()]).then(
        ([page]) => {
          loaded = page;
          state.value = 'ready';
        },
        () => {
          state.value = 'failed';
          failedWithout.value = link.peek().kind !== 'open';
        },
      );
    }, []);
    const Page = loaded;
    if (state.value === 'ready' && Page) return <Page {...props} />;
    if (state.value === 'loading') return <FirstPixels />;
    return (
      <Message title={t().common.pageFailed}>
        <p>{t().common.pageFailedWhy}</p>
        <button class="button" type="button" onClick={() => location.reload()}>
          {t().common.loadAgain}
        </button>
      </Message>
    );
  };
}
