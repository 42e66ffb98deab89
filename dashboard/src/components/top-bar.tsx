import type { ComponentChildren } from 'preact';
import { mayAs, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { route } from '../router.ts';
import { Icon } from './icon.tsx';
import { LogOutButton } from './menu.tsx';
import { openSettings } from './settings-sheet.tsx';

/** The line on top of every page, with the settings of this screen at its end. */
export function TopBar({ children, end }: { children: ComponentChildren; end?: ComponentChildren }) {
  return (
    <header class="top">
      <ToBay />
      {children}
      <div class="top__end">
        {end}
        <LogOutButton />
        <button class="icon-button" type="button" onClick={openSettings} aria-label={t().settings.open}>
          <Icon name="sliders" />
        </button>
      </div>
    </header>
  );
}

/** The screen of a bay has no menu: from any other page it leads back to what it is for. */
function ToBay() {
  const { page } = route.value;
  const isScreen = who.value?.role === 'screen' && !mayAs('member');
  if (!isScreen || page === 'home' || page === 'bay' || page === 'floor' || page === 'floor-bay') return null;
  return (
    <a class="icon-button" href="/" aria-label={t().menu.toBay}>
      <Icon name="back" />
    </a>
  );
}
