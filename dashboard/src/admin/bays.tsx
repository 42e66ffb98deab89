import { Icon } from '../components/icon.tsx';
import { bays } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { floorBayPath, setUpPath } from '../router.ts';
import { CalibrationHistory } from './calibration-history.tsx';
import { FlashBoard } from './flash-board.tsx';
import { PairScreen } from './pair-screen.tsx';
import { Ports } from './ports.tsx';
import { RestartBoard } from './restart-board.tsx';

/** Each bay: its set-up, its screen, and how it was calibrated. */
export function AdminBays() {
  const words = t().admin;
  const stores = [...(bays.value?.values() ?? [])];
  if (stores.length === 0) return <p class="lead">{t().common.connecting}</p>;
  return (
    <div class="stack">
      <Ports />
      {stores.map((bay) => {
        const { name } = bay.state.value;
        return (
          <section key={bay.id} class="panel stack" aria-label={name}>
            <div class="trend__head">
              <h2>
                <a href={floorBayPath(bay.id)}>{name}</a>
              </h2>
              <a class="button" href={setUpPath(bay.id)}>
                <Icon name="sliders" />
                {words.setUpBay(name)}
              </a>
            </div>
            <div class="bay-actions">
              <FlashBoard bay={bay.id} name={name} />
              <RestartBoard bay={bay.id} name={name} />
              <PairScreen bay={bay.id} name={name} />
            </div>
            <CalibrationHistory bay={bay.id} />
          </section>
        );
      })}
    </div>
  );
}
