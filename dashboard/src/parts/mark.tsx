import type { Rep } from '../../../src/contracts/events.ts';
import { repTone } from '../words.ts';
import { Icon, type IconName } from './icon.tsx';

const RADIUS = 16;
const LENGTH = 2 * Math.PI * RADIUS;
const SIGN: Partial<Record<ReturnType<typeof repTone>, IconName>> = {
  short: 'short',
  wrong: 'cross',
  doubt: 'question',
};

/** One movement at a glance: a ring as full as its hold around its number, or the sign of why it didn't count. */
export function Mark({ rep, targetHoldS }: { rep: Rep; targetHoldS: number }) {
  const tone = repTone(rep);
  const sign = SIGN[tone];
  const isMissed = rep.flags.includes('hold-missed') && rep.holdS !== null && targetHoldS > 0;
  const fill = sign ? 0 : isMissed ? Math.min(0.95, (rep.holdS ?? 0) / targetHoldS) : 1;
  return (
    <span class="mark" data-tone={tone}>
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r={RADIUS} />
        {fill > 0 && (
          <circle cx="20" cy="20" r={RADIUS} stroke-dasharray={LENGTH} stroke-dashoffset={LENGTH * (1 - fill)} />
        )}
      </svg>
      {sign ? <Icon name={sign} /> : <b>{rep.n}</b>}
    </span>
  );
}
