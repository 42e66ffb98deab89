import { exerciseNames } from '../../../src/contracts/exercises.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { loadWords } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { PlatePicker } from './plate-picker.tsx';
import { TouchButton } from './steady.tsx';
import type { TouchActions } from './touch-action-types.ts';
import '../styles/touch-sheet.css';

export type View = 'all' | 'load' | 'exercise';

/** What the menu of the bay shows; fetched when it is opened first. */
export function Sheet({ view, show, ...sheet }: SheetProps & { view: View; show: (view: View) => void }) {
  if (view === 'load') return <PlatePicker {...sheet} />;
  return view === 'exercise' ? <Exercises {...sheet} /> : <Tiles {...sheet} show={show} />;
}

interface SheetProps {
  bay: BayStore;
  actions: TouchActions;
  isSteady: boolean;
  close: () => void;
}

function Tiles({ bay, actions, isSteady, show, close }: SheetProps & { show: (view: View) => void }) {
  const words = t().touch;
  const isInSet = bay.isInSet.value;
  const loadKg = bay.loadKg.value;
  const { kind } = bay.session.value;
  const signOutUndo = bay.presence.value?.signOutUndo ?? null;
  const isReady = isSteady && !actions.action.isBusy.value;
  const carryOut = (work: () => Promise<boolean>) => () => void work().finally(close);
  const tile = (icon: IconName, title: string, text: string, onTouch: () => void) => (
    <TouchButton isSteady={isReady} onTouch={onTouch}>
      <Icon name={icon} />
      <span>
        <b>{title}</b>
        {text && <small>{text}</small>}
      </span>
    </TouchButton>
  );
  return (
    <div class="tiles">
      {isInSet && tile('check', words.endSet, words.endSetText, carryOut(actions.endSet))}
      {isInSet && tile('replay', words.restartSet, words.restartSetText, carryOut(actions.restartSet))}
      {tile('plates', words.load, loadKg === null ? words.loadUnknown : loadWords(loadKg), () => show('load'))}
      {!isInSet &&
        tile('sliders', words.exercise, t().exercises[bay.exercise.value.name].label, () => show('exercise'))}
      {!isInSet &&
        bay.countedReps.value > 0 &&
        tile('cross', words.dropRep, words.dropRepText(bay.countedReps.value), carryOut(actions.dropLastRep))}
      {kind !== 'none' &&
        signOutUndo === null &&
        tile('person', words.signOut, isInSet ? words.signOutAfter : '', carryOut(actions.signOut))}
      {kind !== 'none' && signOutUndo !== null && tile('person', words.stay, '', carryOut(actions.undoSignOut))}
    </div>
  );
}

function Exercises({ bay, actions, isSteady, close }: SheetProps) {
  const now = bay.exercise.value.name;
  return (
    <div class="tiles tiles--two">
      {exerciseNames.map((name) => (
        <TouchButton
          key={name}
          isSteady={isSteady && !actions.action.isBusy.value}
          isPressed={name === now}
          kind={name === now ? 'main' : 'plain'}
          onTouch={() => void (name === now ? Promise.resolve() : actions.choose(name)).then(close)}
        >
          <b>{t().exercises[name].label}</b>
        </TouchButton>
      ))}
    </div>
  );
}
