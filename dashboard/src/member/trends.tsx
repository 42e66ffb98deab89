import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { Trends } from '../../../src/contracts/history.ts';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { Empty } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { dayOf, inUnits, load, loadWords, percent, velocity } from '../format.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { language, t } from '../locales/index.ts';
import { settings } from '../settings.ts';
import { ExercisePick } from './exercise-pick.tsx';
import { drawTrend, type Trend } from './trend-chart.ts';

/** How one exercise develops. */
export function MemberTrends({ member }: { member: Member }) {
  const exercise = useSignal<ExerciseName>('hip-thrust');
  return (
    <div class="stack">
      <ExercisePick value={exercise.value} onValue={(next) => next && (exercise.value = next)} />
      {/* The key: what one exercise showed must not stand below the name of another. */}
      <ExerciseTrends key={exercise.value} member={member} exercise={exercise.value} />
    </div>
  );
}

function ExerciseTrends({ member, exercise }: { member: Member; exercise: ExerciseName }) {
  const path = `/api/v1/members/${member.id}/trends?exercise=${exercise}`;
  const loaded = useLoaded<Trends>((signal) => getJson(path, signal), [path]).value;
  const words = t().member.trends;
  return (
    <Loaded answer={loaded}>
      {(trends) =>
        trends.days.length === 0 ? (
          <Empty icon="up" title={words.none}>
            <p>{words.noneHint}</p>
          </Empty>
        ) : (
          <div class="columns columns--charts">
            {trends.oneRepMaxMissing && (
              <section class="panel" aria-label={words.oneRepMax}>
                <h2>{words.oneRepMax}</h2>
                <p class="lead">{words.oneRepMaxMissing[trends.oneRepMaxMissing]}</p>
              </section>
            )}
            {trendsOf(trends).map((trend) => (
              <TrendPanel key={trend.title} {...trend} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

interface TrendWords {
  title: string;
  hint: string;
  /** The latest value, in words. */
  now: string;
  trend: Trend;
  rows: [when: string, value: string][];
}

const secondsOf = (iso: string) => Date.parse(iso) / 1000;

/** What is drawn, each with the same in words. */
function trendsOf({ days, loadVelocity, oneRepMax }: Trends): TrendWords[] {
  const words = t().member.trends;
  const { unit } = load(0);
  const byTime = days.toSorted((a, b) => a.day.localeCompare(b.day));
  const held = byTime.filter((day) => day.holdMetPercent !== null);
  const points = loadVelocity.toSorted((a, b) => a.loadKg - b.loadKg);
  const estimates = oneRepMax.toSorted((a, b) => a.day.localeCompare(b.day));
  const all: TrendWords[] = [
    {
      title: words.oneRepMax,
      hint: words.oneRepMaxHint,
      now: '',
      trend: {
        kind: 'band',
        unit,
        x: estimates.map((one) => secondsOf(one.day)),
        y: estimates.map((one) => inUnits(one.oneRepMaxKg)),
        error: estimates.map((one) => inUnits(one.errorKg)),
      },
      rows: estimates.map((one) => [
        dayOf(one.day),
        words.plusMinus(loadWords(one.oneRepMaxKg), loadWords(one.errorKg)),
      ]),
    },
    {
      title: words.velocity,
      hint: words.velocityHint,
      now: '',
      trend: {
        kind: 'points',
        unit: 'm/s',
        xUnit: unit,
        x: points.map((one) => inUnits(one.loadKg)),
        y: points.map((one) => one.bestMeanVelocityMps),
        age: points.map((one) => Date.parse(one.at)),
      },
      rows: points.map((one) => [loadWords(one.loadKg), `${velocity(one.bestMeanVelocityMps)} m/s`]),
    },
    {
      title: words.volume,
      hint: words.volumeHint,
      now: '',
      trend: {
        kind: 'bars',
        unit,
        x: byTime.map((one) => secondsOf(one.day)),
        y: byTime.map((one) => inUnits(one.volumeKg)),
      },
      rows: byTime.map((one) => [dayOf(one.day), loadWords(one.volumeKg)]),
    },
    {
      title: words.hold,
      hint: words.holdHint,
      now: '',
      trend: {
        kind: 'bars',
        unit: '%',
        yMax: 100,
        x: held.map((one) => secondsOf(one.day)),
        y: held.map((one) => one.holdMetPercent ?? 0),
      },
      rows: held.map((one) => [dayOf(one.day), percent(one.holdMetPercent ?? 0)]),
    },
  ];
  return all
    .filter(({ rows }) => rows.length > 0)
    .map((one) => ({ ...one, now: one.trend.kind === 'points' ? '' : words.now(one.rows.at(-1)?.[1] ?? '') }));
}

function TrendPanel({ title, hint, now, trend, rows }: TrendWords) {
  const words = t().member.trends;
  const place = useRef<HTMLDivElement>(null);
  const { scheme, contrast, units } = settings.value;
  useEffect(() => {
    if (!place.current) return;
    return drawTrend(place.current, trend, language.value);
  }, [trend, scheme, contrast, units, language.value]);
  return (
    <section class="panel trend" aria-label={title}>
      <div class="trend__head">
        <h2>{title}</h2>
        {now && <p>{now}</p>}
      </div>
      <div ref={place} class="trend__chart" role="img" aria-label={`${title} ${now}`} />
      <p class="lead">{hint}</p>
      <details>
        <summary>{words.table}</summary>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{trend.kind === 'points' ? t().bay.load : words.day}</th>
              <th scope="col">{words.value}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([when, value], index) => (
              <tr key={`${when} ${index}`}>
                <th scope="row">{when}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
