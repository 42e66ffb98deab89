import type { ComponentChildren } from 'preact';
import type { Answer } from '../api.ts';
import { age } from '../format.ts';
import { nowMs } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { Fault } from './form.tsx';
import { Skeleton } from './skeleton.tsx';

/** What was asked of the station: not here yet, refused, or here. */
export function Loaded<T>({
  answer,
  children,
}: {
  answer: Answer<T> | null;
  children: (value: T) => ComponentChildren;
}) {
  if (answer === null) return <Skeleton />;
  if (answer.kind === 'failed') return <Fault failure={answer} />;
  return (
    <>
      {answer.keptAtMs !== null && <p class="kept">{t().set.kept(age(nowMs.value - answer.keptAtMs))}</p>}
      {children(answer.value)}
    </>
  );
}
