import { signal } from '@preact/signals';
import { logOut, who } from '../live/who.ts';
import { LANGUAGES, type Language, showLanguage, t } from '../locales/index.ts';
import { myPath } from '../router.ts';
import { choose, type Settings, settings } from '../settings.ts';
import { play, soundState } from '../sound/sounds.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';

const isOpen = signal(false);
export const openSettings = () => (isOpen.value = true);

/** What can be chosen for this screen alone. One of it stands in the page. */
export function SettingsSheet() {
  const close = () => (isOpen.value = false);
  return (
    <Dialog title={t().settings.title} isOpen={isOpen.value} close={close}>
      <SheetBody close={close} />
    </Dialog>
  );
}

function SheetBody({ close }: { close: () => void }) {
  const words = t().settings;
  const { language, units, scheme, contrast, sound } = settings.value;
  const memberId = who.value?.memberId ?? null;
  const speak = (next: Language) => {
    // Only what could be fetched is kept: a screen must not start in a language that it can't show.
    showLanguage(next).then(
      () => choose('language', next),
      () => undefined,
    );
  };
  return (
    <div class="sheet__body">
      <Choice name={words.language} options={LANGUAGES} value={language} onChoose={speak} />
      <Pick setting="units" name={words.units} options={{ kg: words.kilograms, lb: words.pounds }} value={units} />
      <Pick setting="scheme" name={words.colours} options={{ dark: words.dark, light: words.light }} value={scheme} />
      <Pick
        setting="contrast"
        name={words.contrast}
        options={{ normal: words.normal, more: words.high }}
        value={contrast}
      />
      <Pick setting="sound" name={words.sound} options={{ on: words.on, off: words.off }} value={sound} />
      <button
        class="button sheet__try"
        type="button"
        onClick={() => play('holdMet')}
        disabled={soundState.value !== 'on'}
      >
        <Icon name="sound" />
        {words.tryIt}
      </button>
      <p class="sheet__account">
        {memberId === null ? (
          <a class="button" href="/log-in" onClick={close}>
            <Icon name="person" />
            {t().account.logIn}
          </a>
        ) : (
          <>
            <a class="button" href={myPath()} onClick={close}>
              <Icon name="person" />
              {t().account.mine}
            </a>
            <button class="button" type="button" onClick={logOut}>
              <Icon name="leave" />
              {t().account.logOut}
            </button>
          </>
        )}
      </p>
      <p class="sheet__hint">
        {words.soundHint} {soundState.value === 'blocked' && words.soundBlocked} {words.keptHere}
      </p>
    </div>
  );
}

function Pick<K extends keyof Settings>(props: {
  setting: K;
  name: string;
  options: Record<Settings[K], string>;
  value: Settings[K];
}) {
  return <Choice {...props} onChoose={(value) => choose(props.setting, value)} />;
}

/** One of a few, as radio buttons. */
export function Choice<V extends string>({
  name,
  options,
  value,
  onChoose,
}: {
  name: string;
  options: Record<V, string>;
  value: V;
  onChoose: (value: V) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{name}</legend>
      <div class="choice__row">
        {(Object.keys(options) as V[]).map((one) => (
          <label key={one}>
            <input type="radio" name={name} checked={one === value} onChange={() => onChoose(one)} />
            {options[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
