import { useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { t } from '../locales/index.ts';

/** One value of the bay as it moves. */
export function LiveValue(props: {
  bay: BayStore;
  label: string;
  unit: string;
  of: (frame: LiveFrame) => string | null;
}) {
  const { bay, label, unit, of } = props;
  const value = useRef<HTMLSpanElement>(null);
  usePainter(bay, (frame) => {
    if (value.current) value.current.textContent = of(frame) ?? t().common.unknown;
  });
  return (
    <div class="tile">
      <dt>{label}</dt>
      <dd>
        <span ref={value}>{t().common.unknown}</span> <small>{unit}</small>
      </dd>
    </div>
  );
}
