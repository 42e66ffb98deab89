import { useMemo } from 'preact/hooks';
import { caseTexts } from '../locales/case-texts.ts';
import type { RepSpan } from '../set/curves.ts';
import type { Curve } from '../set/static-load.ts';
import type { Said } from './said.ts';

const WIDTH = 1000;
const HEIGHT = 200;
const MARGIN_S = 2;
const MAX_POINTS = 600;

/** The height over the set, with the marked movements. A tap marks a time; keyboard users have the buttons between the movements. */
export function CaseCurve(props: {
  curve: Curve;
  spans: readonly RepSpan[];
  said: Said;
  onTap: (atS: number) => void;
}) {
  const { curve, spans, said, onTap } = props;
  const words = caseTexts();
  const lastS = Math.max(curve.atS.at(-1) ?? 0, spans.at(-1)?.toS ?? 0);
  const fromS = Math.max(curve.atS[0] ?? 0, (spans[0]?.fromS ?? 0) - MARGIN_S - 3);
  const xOf = (atS: number) => ((atS - fromS) / (lastS - fromS)) * WIDTH;
  const path = useMemo(() => pathOf(curve, fromS, xOf), [curve, fromS, lastS]);
  const tap = (event: MouseEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    onTap(fromS + ((event.clientX - box.left) / box.width) * (lastS - fromS));
  };
  return (
    <figure class="case-curve">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: buttons between the movements do the same by keyboard */}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.curve}
        data-testid="case-curve"
        onClick={tap}
      >
        {spans.map(({ rep, fromS: startS, toS }) => (
          <rect
            key={rep.id}
            class="case-curve__movement"
            data-rep={said.isRep.get(rep.id) ?? false}
            x={xOf(startS)}
            width={Math.max(1, xOf(toS) - xOf(startS))}
            y="0"
            height={HEIGHT}
          />
        ))}
        <path class="case-curve__line" d={path} />
        {said.missing.map((one) => (
          <rect
            key={`${one.fromS} ${one.toS}`}
            class="case-curve__missing"
            x={xOf(one.fromS)}
            width={Math.max(8, xOf(one.toS) - xOf(one.fromS))}
            y="2"
            height={HEIGHT - 4}
          />
        ))}
      </svg>
      <figcaption>{words.curveHelp}</figcaption>
    </figure>
  );
}

/** Of each stretch its lowest and its highest reading: no rep gets lost. A hole breaks the line. */
function pathOf({ atS, values }: Curve, fromS: number, xOf: (atS: number) => number): string {
  const known = values.filter((value) => value !== null);
  const low = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const yOf = (value: number) => HEIGHT - 12 - ((value - low) / Math.max(high - low, 1)) * (HEIGHT - 24);
  const each = Math.max(1, Math.ceil(atS.length / MAX_POINTS));
  let path = '';
  let pen = 'M';
  for (let from = 0; from < atS.length; from += each) {
    let [least, most] = [-1, -1];
    for (let index = from; index < Math.min(from + each, atS.length); index++) {
      const value = values[index];
      if (value === null || value === undefined) pen = 'M';
      else if (atS[index]! >= fromS) {
        if (least < 0 || value < values[least]!) least = index;
        if (most < 0 || value > values[most]!) most = index;
      }
    }
    for (const index of [Math.min(least, most), Math.max(least, most)]) {
      if (index < 0) continue;
      path += `${pen}${xOf(atS[index]!).toFixed(1)} ${yOf(values[index]!).toFixed(1)}`;
      pen = 'L';
    }
  }
  return path;
}
