import { t } from '../locales/index.ts';
import { choose } from '../settings.ts';
import { play, soundState } from '../sound/sounds.ts';
import { Icon } from './icon.tsx';

/** Sound on or off; where the browser waits for a touch, this is where to touch. */
export function SoundButton() {
  const state = soundState.value;
  const { soundOn, soundOff, soundTouch } = t().bay;
  const says = { on: soundOn, off: soundOff, blocked: soundTouch }[state];
  const toggle = () => {
    // The touch itself unblocks it in a moment.
    if (state === 'off') choose('sound', 'on');
    else if (state === 'on') choose('sound', 'off');
    else setTimeout(() => play('lockout'), 100);
  };
  return (
    <button class="icon-button" type="button" onClick={toggle} aria-label={says} title={says} data-sound={state}>
      <Icon name={state === 'on' ? 'sound' : 'mute'} />
    </button>
  );
}
