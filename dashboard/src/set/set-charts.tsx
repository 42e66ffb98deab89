import { type Signal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from '../components/icon.tsx';
import { language, t } from '../locales/index.ts';
import { settings } from '../settings.ts';
import { type Charts, drawCharts, type Range } from './charts.ts';
import type { Curves, RepSpan, ShownRep } from './curves.ts';

const STEP = 0.35;
const NO_SPANS: readonly RepSpan[] = [];

/** The curves of a set and the buttons that move over them. `range` is shared with the table of reps. */
export function SetCharts(props: {
  curves: Curves;
  other: Curves | null;
  spans: readonly RepSpan<ShownRep>[];
  otherSpans?: readonly RepSpan<ShownRep>[];
  /** All of it, in seconds; left out: the movements and what is around them. */
  whole?: readonly [fromS: number, toS: number];
  range: Signal<Range>;
}) {
  const { curves, other, spans, otherSpans = NO_SPANS, range, whole } = props;
  const element = useRef<HTMLDivElement>(null);
  const charts = useRef<Charts | null>(null);
  const { scheme, contrast } = settings.value;
  const { height, velocity, force, forceAround } = t().set;
  useLayoutEffect(() => {
    if (!element.current) return;
    const drawn = drawCharts(element.current, {
      curves,
      other,
      spans,
      otherSpans,
      ...(whole && { whole }),
      labels: {
        heightCm: `${height}, cm`,
        velocityMps: `${velocity}, m/s`,
        forceN: `${spans.length > 0 ? forceAround : force}, N`,
      },
      onRange: (next) => (range.value = next),
    });
    charts.current = drawn;
    drawn.show(range.peek());
    return () => drawn.destroy();
  }, [curves, other, spans, otherSpans, whole, scheme, contrast, language.value]);
  useSignalEffect(() => charts.current?.show(range.value));

  const [startS, endS] = whole ?? [-1, (spans.at(-1)?.toS ?? 5) + 1];
  const move = (change: (fromS: number, toS: number) => Range) => {
    const [fromS, toS] = range.value ?? [startS, endS];
    range.value = change(fromS, toS);
  };
  const zoom = (factor: number) =>
    move((fromS, toS) => {
      const half = ((toS - fromS) / 2) * factor;
      const middle = (fromS + toS) / 2;
      return half * 2 >= endS - startS ? null : [middle - half, middle + half];
    });
  const shift = (share: number) => move((fromS, toS) => [fromS + share * (toS - fromS), toS + share * (toS - fromS)]);
  const words = t().set;
  return (
    <section class="panel charts" aria-labelledby="charts-title">
      <div class="charts__head">
        <h2 id="charts-title">{words.charts}</h2>
        <ul class="charts__legend">
          {(['up', 'hold', 'down'] as const).map((phase) => (
            <li key={phase} data-phase={phase}>
              {words.phases[phase]}
            </li>
          ))}
        </ul>
        <div class="charts__buttons">
          <Tool icon="back" label={words.earlier} onClick={() => shift(-STEP)} />
          <Tool icon="forward" label={words.later} onClick={() => shift(STEP)} />
          <Tool icon="minus" label={words.zoomOut} onClick={() => zoom(1.6)} />
          <Tool icon="plus" label={words.zoomIn} onClick={() => zoom(1 / 1.6)} />
          <Tool icon="fit" label={words.whole} onClick={() => (range.value = null)} />
        </div>
      </div>
      <div
        class="charts__canvas"
        ref={element}
        role="img"
        aria-label={words.charts}
        data-testid="charts"
        data-range={range.value?.map((atS) => atS.toFixed(2)).join(' ') ?? 'whole'}
      />
      <p class="charts__help">
        {words.chartHelp} {spans.length > 0 && curves.forceN.atS.length > 0 && words.forceHelp}
      </p>
    </section>
  );
}

function Tool({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button class="icon-button" type="button" onClick={onClick} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
