import { useRef } from 'preact/hooks';
import { OVERHANG, rail } from '../drawing/drawings.ts';
import type { Token } from '../drawing/renderer.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { barState, RailScale } from './rail-scale.ts';
import { useDrawing } from './use-drawing.ts';

const TONES: Record<string, Token> = { lockout: '--hold-fill', met: '--met' };

/** The position rail of one card among many: the same drawing as `PositionRail`, on a canvas. */
export function CardRail({ bay }: { bay: BayStore }) {
  const scale = useRef(new RailScale());
  const canvas = useDrawing(
    bay,
    (frame, { height, ratio }) => {
      const { bar, line } = scale.current.places(frame);
      const edge = OVERHANG * ratio;
      const row = (place: number | null) =>
        place === null ? null : Math.round(edge + (1 - place) * (height - 2 * edge));
      return [row(bar), row(line), TONES[barState(frame, bay.targetHoldS.peek())] ?? '--move'] as const;
    },
    rail,
  );
  return (
    <div class="card-rail" role="img" aria-label={t().bay.rail}>
      <canvas ref={canvas} />
    </div>
  );
}
