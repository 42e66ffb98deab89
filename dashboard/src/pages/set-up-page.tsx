import { useSignal } from '@preact/signals';
import { bays } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { BoardStage } from '../set-up/board-stage.tsx';
import { CalibrateStage } from '../set-up/calibrate-stage.tsx';
import { CheckStage } from '../set-up/check-stage.tsx';
import { TryStage } from '../set-up/try-stage.tsx';
import { useLifterPause } from '../set-up/use-lifter-pause.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';
import '../styles/member.css';
import '../styles/admin.css';

const STAGES = { board: BoardStage, check: CheckStage, calibrate: CalibrateStage, try: TryStage } as const;
type Stage = keyof typeof STAGES;
const NAMES = Object.keys(STAGES) as Stage[];

/** From an unknown bay to its first counted set, one thing at a time. */
export function SetUpPage({ id }: { id: string }) {
  return (
    <For least="admin">
      <Wizard id={id} />
    </For>
  );
}

function Wizard({ id }: { id: string }) {
  const words = t().wizard;
  const at = useSignal(0);
  const isCalibrating = useSignal(false);
  const bay = bays.value?.get(id);
  const name = NAMES[at.value] ?? 'board';
  const Stage = STAGES[name];
  useLifterPause(id, bay?.state.value.source === 'simulated' && name !== 'try');
  if (!bay)
    return (
      <Frame title={words.title(id)}>
        <p role="status">{bays.value ? t().common.noSuchBay(id) : t().common.connecting}</p>
      </Frame>
    );
  const go = (step: number) => {
    at.value = Math.min(NAMES.length - 1, Math.max(0, at.value + step));
    scrollTo(0, 0);
  };
  return (
    <Frame title={words.title(bay.state.value.name)}>
      <ol class="stages">
        {NAMES.map((one, index) => (
          <li
            key={one}
            data-state={index < at.value ? 'done' : index === at.value ? 'here' : 'open'}
            aria-current={index === at.value ? 'step' : undefined}
          >
            {words.stages[one]}
          </li>
        ))}
      </ol>
      <Stage key={name} bay={bay} isCalibrating={isCalibrating} />
      <p role="status">{isCalibrating.value && words.endFirst}</p>
      <div class="wizard__end">
        <button class="button" type="button" disabled={at.value === 0 || isCalibrating.value} onClick={() => go(-1)}>
          {words.back}
        </button>
        {at.value < NAMES.length - 1 ? (
          <button class="button" data-kind="main" type="button" disabled={isCalibrating.value} onClick={() => go(1)}>
            {words.next}
          </button>
        ) : (
          <a class="button" data-kind="main" href={`/bay/${bay.id}`}>
            {words.finish}
          </a>
        )}
      </div>
    </Frame>
  );
}
