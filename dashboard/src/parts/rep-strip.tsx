import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { cue, REP_MARK, repDetail, repRemark, repTitle, repTone } from '../words.ts';

/** What became of the last movement and why, then one mark for each movement of the set. */
export function RepStrip({ bay }: { bay: BayStore }) {
  const reps = bay.reps.value;
  const last = bay.lastRep.value;
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    list.current?.scrollTo({ left: list.current.scrollWidth });
  }, [reps.length]);

  return (
    <section class="strip" aria-label="Reps of this set">
      {bay.isInSet.value && (
        <>
          <p class="verdict" data-tone={last ? repTone(last) : undefined} data-testid="verdict">
            <strong>{last ? repTitle(last) : ''}</strong>
            <span>{last ? repDetail(last) : ''}</span>
          </p>
          <Cue bay={bay} />
        </>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <ol class="reps" ref={list} tabIndex={0} aria-label="All movements">
        {reps.map((rep) => {
          const tone = repTone(rep);
          const remark = repRemark(rep);
          return (
            <li key={rep.id} class="rep" data-tone={tone}>
              {rep.n !== null && <b>{rep.n}</b>}
              <span aria-hidden="true">{REP_MARK[tone]}</span>
              <span class="visually-hidden">{rep.verdict}</span>
              {remark && <small>{remark}</small>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Cue({ bay }: { bay: BayStore }) {
  const words = cue(bay.phase.value, bay.isHoldMet.value, bay.state.value.targetHoldS);
  return (
    <p class="cue" data-phase={bay.phase.value} data-met={bay.isHoldMet.value} data-testid="cue">
      {words}
    </p>
  );
}
