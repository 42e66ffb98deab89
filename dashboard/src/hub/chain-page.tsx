import type { Chain, GymTile } from '../../../src/contracts/hub-pages.ts';
import { Empty } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { age, counts } from '../format.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { Frame } from '../pages/frame.tsx';
import { gymPath } from './routes.ts';
import { usePolled } from './use-polled.ts';

/** Silent for so long, a gym is shown as such; it says something each half minute. */
const SILENT_MS = 90_000;

/** A tile for each gym. */
export function ChainPage() {
  const words = t().hub.chain;
  const answer = usePolled<Chain>('/api/v1/chain').value;
  const about = answer?.kind === 'ok' ? words.gyms(answer.value.gyms.length) : '';
  return (
    <Frame title={words.title} about={about}>
      <Loaded answer={answer}>
        {({ gyms, at }) =>
          gyms.length === 0 ? (
            <Empty icon="grid" title={words.none}>
              <p>{mayAs('admin') ? words.noneHint : words.noneForYou}</p>
            </Empty>
          ) : (
            <ul class="gyms" data-testid="gyms">
              {gyms.map((gym) => (
                <li key={gym.gym}>
                  <Tile gym={gym} atMs={Date.parse(at)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Frame>
  );
}

function Tile({ gym, atMs }: { gym: GymTile; atMs: number }) {
  const words = t().hub.chain;
  const { lastHeardAt, controllers } = gym;
  // By the clock of the hub: that of this screen may be wrong.
  const silentMs = lastHeardAt === null ? null : atMs - Date.parse(lastHeardAt);
  const isSilent = silentMs === null || silentMs > SILENT_MS;
  const isDown = controllers > 0 && isSilent;
  const level = isDown ? 'error' : gym.alerts > 0 ? 'warning' : undefined;
  const trouble = controllers === 0 ? words.noController : isDown ? words.silent : '';
  const facts = [
    { name: words.baysUp, value: words.of(gym.baysUp, gym.bays), isBad: gym.baysUp < gym.bays },
    { name: words.lifting, value: counts(gym.lifting), isBad: false },
    { name: words.alerts, value: counts(gym.alerts), isBad: gym.alerts > 0 },
    { name: words.waiting, value: counts(gym.waiting), isBad: false },
  ];
  return (
    <a class="gym-tile panel" href={gymPath(gym.gym)} data-level={level} data-testid={`gym-${gym.gym}`}>
      <h2>{gym.name}</h2>
      <dl class="gym-tile__facts">
        {facts.map(({ name, value, isBad }) => (
          <div key={name} data-bad={isBad}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {trouble && (
        <p class="gym-tile__trouble">
          <Icon name="offline" />
          <span>{trouble}</span>
        </p>
      )}
      {gym.deletions > 0 && <p class="gym-tile__heard">{words.deletions(gym.deletions)}</p>}
      <p class="gym-tile__heard">{silentMs === null ? words.never : words.heard(age(silentMs))}</p>
    </a>
  );
}
