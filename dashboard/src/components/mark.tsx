import { type JudgedRep, repTone } from '../words.ts';
import { Icon, type IconName } from './icon.tsx';

const SIGN: Partial<Record<ReturnType<typeof repTone>, IconName>> = {
  short: 'short',
  wrong: 'cross',
  doubt: 'question',
};

/**
 * One movement at a glance: a ring as full as its hold around its number, or the sign of why it didn't count; without a movement, the
 * place of one.
 */
export function Mark({ rep, targetHoldS }: { rep: JudgedRep | null; targetHoldS: number }) {
  if (rep === null) return <span class="mark" />;
  const tone = repTone(rep);
  const sign = SIGN[tone];
  const heldShare = targetHoldS > 0 ? Math.min(0.95, (rep.holdS ?? 0) / targetHoldS) : 1;
  return (
    <span class="mark" data-tone={tone} style={tone === 'hold' ? { '--held': heldShare } : undefined}>
      {sign ? <Icon name={sign} /> : <b>{rep.n}</b>}
    </span>
  );
}
