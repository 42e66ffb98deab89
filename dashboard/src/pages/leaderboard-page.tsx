import { useEffect } from 'preact/hooks';
import type { Leaderboard } from '../../../src/contracts/class-clock.ts';
import { getJson } from '../api.ts';
import { Empty } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { loadWords } from '../format.ts';
import { nowMs } from '../live/live-store.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { keepAwake } from '../live/wake-lock.ts';
import { t } from '../locales/index.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';
import '../styles/programmes.css';

/** A screen on the wall asks again so often. */
const EVERY_MS = 60_000;

/** Members who have agreed to it, side by side. */
export function LeaderboardPage() {
  return (
    <For least="screen">
      <Board />
    </For>
  );
}

function Board() {
  const words = t().group.leaderboard;
  useEffect(keepAwake, []);
  const minute = Math.floor(nowMs.value / EVERY_MS);
  const loaded = useLoaded<Leaderboard>((signal) => getJson('/api/v1/leaderboard', signal), [minute]).value;
  const isOff = loaded?.kind === 'failed' && loaded.problem === 'switched-off';
  return (
    <Frame title={words.title} about={words.hint}>
      {isOff ? (
        <Empty icon="list" title={words.off}>
          <p>{words.offHint}</p>
        </Empty>
      ) : (
        <Loaded answer={loaded}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty icon="list" title={words.none}>
                <p>{words.noneHint}</p>
              </Empty>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
              <section class="panel scroll" tabIndex={0} aria-label={words.title}>
                <table class="table leaderboard" data-testid="leaderboard">
                  <thead>
                    <tr>
                      <th scope="col">{words.place}</th>
                      <th scope="col">{words.member}</th>
                      <th scope="col">{words.reps}</th>
                      <th scope="col">{words.sets}</th>
                      <th scope="col">{words.load}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map(({ alias, sets, reps, loadKg }, index) => (
                      <tr key={`${index} ${alias}`}>
                        <td>{index + 1}</td>
                        <th scope="row">{alias}</th>
                        <td>{reps}</td>
                        <td>{sets}</td>
                        <td>{loadKg === null ? t().common.unknown : loadWords(loadKg)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            )
          }
        </Loaded>
      )}
    </Frame>
  );
}
