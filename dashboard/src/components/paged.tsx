import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { getJson } from '../api.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Fault } from './form.tsx';
import { Loaded } from './loaded.tsx';

/** A paged list: the pages loaded so far, and a button for the next. A change of `asked` reloads it. */
export function Paged<P extends { next: string | null }, R>(props: {
  path: string;
  asked?: number;
  rowsOf: (page: P) => readonly R[];
  more: string;
  empty: ComponentChildren;
  children: (rows: readonly R[]) => ComponentChildren;
}) {
  const { path, asked = 0, rowsOf, more, empty, children } = props;
  const first = useLoaded<P>((signal) => getJson(path, signal), [path, asked]).value;
  const further = useSignal<P[]>([]);
  const action = useAction();
  // They followed on a first page that is another one now: between them, a row would be missing.
  useEffect(() => {
    further.value = [];
  }, [path, asked]);
  const load = async (before: string) => {
    const wanted = `${path}&before=${encodeURIComponent(before)}`;
    const page = await action.run(() => getJson<P>(wanted, new AbortController().signal));
    if (page) further.value = [...further.value, page];
  };
  return (
    <Loaded answer={first}>
      {(page) => {
        const pages = [page, ...further.value];
        const rows = pages.flatMap(rowsOf);
        const next = pages.at(-1)?.next ?? null;
        if (rows.length === 0) return empty;
        return (
          <>
            {children(rows)}
            <Fault failure={action.failure.value} />
            {next !== null && (
              <button class="button" type="button" disabled={action.isBusy.value} onClick={() => load(next)}>
                {more}
              </button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
