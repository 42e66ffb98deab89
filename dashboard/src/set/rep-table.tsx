import type { Signal } from '@preact/signals';
import { Mark } from '../components/mark.tsx';
import { length, lengthUnit, load, seconds, velocity } from '../format.ts';
import { t } from '../locales/index.ts';
import { repDetail } from '../words.ts';
import type { Range } from './charts.ts';
import type { RepSpan } from './curves.ts';

/** Around a rep that is looked at closely, as seconds. */
const AROUND_S = 0.5;

/** Every movement with its verdict and why, which a phone shows without scrolling, and its figures; each leads to its place on the curve. */
export function RepTable(props: {
  spans: readonly RepSpan[];
  range: Signal<Range>;
  targetHoldS: number;
  /** The reps of a drop set had several loads: each shows its own. */
  hasLoads: boolean;
}) {
  const { spans, range, targetHoldS, hasLoads } = props;
  const { columns, reps, verdict, showRep } = t().set;
  const unknown = t().common.unknown;
  const show = (value: number | null, words: (value: number) => string) => (value === null ? unknown : words(value));
  return (
    <div class="panel">
      <h2>{reps}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section class="scroll" tabIndex={0} aria-label={reps}>
        <table class="table rep-table" data-testid="rep-table">
          <thead>
            <tr>
              <th scope="col">{columns.n}</th>
              <th scope="col">{verdict}</th>
              {hasLoads && (
                <th scope="col">
                  {columns.load} <small>{load(0).unit}</small>
                </th>
              )}
              <th scope="col">
                {columns.up} <small>s</small>
              </th>
              <th scope="col">
                {columns.hold} <small>s</small>
              </th>
              <th scope="col">
                {columns.down} <small>s</small>
              </th>
              <th scope="col">
                {columns.rom} <small>{lengthUnit()}</small>
              </th>
              <th scope="col">
                {columns.mean} <small>m/s</small>
              </th>
              <th scope="col">
                {columns.peak} <small>m/s</small>
              </th>
              <th scope="col">
                {columns.power} <small>W</small>
              </th>
            </tr>
          </thead>
          <tbody>
            {spans.map(({ rep, fromS, toS }, index) => (
              <tr key={rep.id}>
                <th scope="row">
                  <button
                    class="mark-button"
                    type="button"
                    onClick={() => (range.value = [fromS - AROUND_S, toS + AROUND_S])}
                    aria-label={showRep(String(rep.n ?? index + 1))}
                  >
                    <Mark rep={rep} targetHoldS={targetHoldS} />
                  </button>
                </th>
                <td>
                  <b>{t().verdicts[rep.verdict]}</b> {repDetail(rep)}
                </td>
                {hasLoads && <td>{show(rep.loadKg, (loadKg) => load(loadKg).value)}</td>}
                <td>{show(rep.concentricS, seconds)}</td>
                <td>{show(rep.holdS, seconds)}</td>
                <td>{show(rep.eccentricS, seconds)}</td>
                <td>{show(rep.romMm, length)}</td>
                <td>{show(rep.meanVelocityMps, velocity)}</td>
                <td>{show(rep.peakVelocityMps, velocity)}</td>
                <td>{show(rep.meanPowerW, (watts) => String(Math.round(watts)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
