import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { type Cue, cueOf, repDetail, repRemark, repTitle, repTone } from '../words.ts';
import { Icon, type IconName } from './icon.tsx';
import { Mark } from './mark.tsx';

/** What became of the last movement and why, then one mark for each movement of the set. */
export function RepStrip({ bay }: { bay: BayStore }) {
  const reps = bay.reps.value;
  const last = bay.lastRep.value;
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    list.current?.scrollTo({ left: list.current.scrollWidth });
  }, [reps.length]);

  return (
    <section class="strip" aria-label={t().bay.repsOfSet}>
      {bay.isInSet.value && (
        <>
          <p class="verdict" data-tone={last ? repTone(last) : undefined} data-testid="verdict">
            <strong>{last ? repTitle(last) : ''}</strong>
            <span>{last ? repDetail(last) : ''}</span>
          </p>
          <Cues bay={bay} />
        </>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <ol class="reps" ref={list} tabIndex={0} aria-label={t().bay.movements}>
        {reps.map((rep) => {
          const tone = repTone(rep);
          const remark = repRemark(rep);
          return (
            <li key={rep.id} class="rep" data-tone={tone}>
              <Mark rep={rep} targetHoldS={bay.targetHoldS.value} />
              <span class="visually-hidden">{t().verdicts[rep.verdict]}</span>
              {remark && <small>{remark}</small>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const ICONS: Record<Exclude<Cue, 'ready'>, IconName> = { drive: 'up', hold: 'hold', lower: 'down' };

/** Drive, hold, lower: the one that is due stands out. */
function Cues({ bay }: { bay: BayStore }) {
  const targetHoldS = bay.targetHoldS.value;
  const due = cueOf(bay.phase.value, bay.isHoldMet.value, targetHoldS);
  const cues = targetHoldS > 0 ? (['drive', 'hold', 'lower'] as const) : (['drive', 'lower'] as const);
  return (
    <ol class="cue" data-due={due} data-met={bay.isHoldMet.value} data-testid="cue" aria-label={t().bay.eachRep}>
      {cues.map((cue) => (
        <li key={cue} data-cue={cue} aria-current={cue === due ? 'step' : undefined}>
          <Icon name={ICONS[cue]} />
          {t().bay.cue[cue]}
        </li>
      ))}
    </ol>
  );
}
