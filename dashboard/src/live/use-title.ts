import { useEffect } from 'preact/hooks';
import { t } from '../locales/index.ts';

/** What the browser calls this page, from the special to the general, as long as the words say so. */
export function useTitle(...parts: readonly string[]): void {
  const title = [...parts, t().common.product].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
