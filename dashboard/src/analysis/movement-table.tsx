import { type Signal, useSignal } from '@preact/signals';
import { Mark } from '../components/mark.tsx';
import { hundredths } from '../format.ts';
import { analysisTexts } from '../locales/analysis-texts.ts';
import { t } from '../locales/index.ts';
import type { Range } from '../set/charts.ts';
import type { RepSpan } from '../set/curves.ts';
import { repDetail } from '../words.ts';
import type { AnalysedRep } from './movement-spans.ts';

const AROUND_S = 0.5;
const SHOWN_AT_ONCE = 100;

type Columns = ReturnType<typeof analysisTexts>['columns'];
/** In the units of the document: who compares with another device or a paper needs those. */
const COLUMNS: readonly (readonly [
  name: keyof Columns,
  unit: string,
  value: (rep: AnalysedRep) => number | null,
  digits: number,
])[] = [
  ['start', 's', ({ startS }) => startS, 2],
  ['lockout', 's', ({ lockoutS }) => lockoutS, 2],
  ['up', 's', ({ concentricS }) => concentricS, 2],
  ['hold', 's', ({ holdS }) => holdS, 2],
  ['down', 's', ({ eccentricS }) => eccentricS, 2],
  ['top', 'mm', ({ topMm }) => topMm, 0],
  ['range', 'mm', ({ romMm }) => romMm, 0],
  ['mean', 'm/s', ({ meanVelocityMps }) => meanVelocityMps, 2],
  ['propulsive', 'm/s', ({ meanPropulsiveVelocityMps }) => meanPropulsiveVelocityMps, 2],
  ['peak', 'm/s', ({ peakVelocityMps }) => peakVelocityMps, 2],
  ['load', 'kg', ({ loadKg }) => loadKg, 2],
  ['force', 'N', ({ meanForceN }) => meanForceN, 0],
  ['power', 'W', ({ meanPowerW }) => meanPowerW, 0],
  ['work', 'J', ({ workJ }) => workJ, 0],
];

/** Every movement with its verdict, the evidence for it, and its figures; each leads to its place on the curve. */
export function MovementTable(props: {
  spans: readonly RepSpan<AnalysedRep>[];
  targetHoldS: number;
  range: Signal<Range>;
}) {
  const { spans, targetHoldS, range } = props;
  const words = analysisTexts();
  const shown = useSignal(SHOWN_AT_ONCE);
  if (spans.length === 0) return <p class="panel">{words.noMovements}</p>;
  return (
    <div class="panel">
      <h2>{words.movements}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section class="scroll" tabIndex={0} aria-label={words.movements}>
        <table class="table analysis__table" data-testid="movements">
          <thead>
            <tr>
              <th scope="col">{words.columns.n}</th>
              <th scope="col">{words.columns.verdict}</th>
              {COLUMNS.map(([name, unit]) => (
                <th scope="col" key={name}>
                  {words.columns[name]} <small>{unit}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {spans.slice(0, shown.value).map(({ rep, fromS, toS }, index) => (
              <tr key={rep.id} data-verdict={rep.verdict}>
                <th scope="row">
                  <button
                    class="mark-button"
                    type="button"
                    onClick={() => (range.value = [fromS - AROUND_S, toS + AROUND_S])}
                    aria-label={words.show(String(rep.n ?? index + 1))}
                  >
                    <Mark rep={rep} targetHoldS={targetHoldS} />
                  </button>
                </th>
                <td>
                  <b>{t().verdicts[rep.verdict]}</b> <span>{repDetail(rep)}</span>
                </td>
                {COLUMNS.map(([name, , figureOf, digits]) => (
                  <td key={name}>{shownNumber(figureOf(rep), digits)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.value < spans.length && (
        <button class="button" type="button" onClick={() => (shown.value += SHOWN_AT_ONCE)}>
          {words.more}
        </button>
      )}
    </div>
  );
}

function shownNumber(value: number | null, digits: number): string {
  if (value === null) return t().common.unknown;
  return digits === 0 ? String(Math.round(value)) : hundredths(value);
}
