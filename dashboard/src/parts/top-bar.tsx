import type { ComponentChildren } from 'preact';
import { t } from '../texts/index.ts';
import { Icon } from './icon.tsx';
import { openSettings } from './settings-sheet.tsx';

/** The line on top of every page, with the settings of this screen at its end. */
export function TopBar({ children, end }: { children: ComponentChildren; end?: ComponentChildren }) {
  return (
    <header class="top">
      {children}
      <div class="top__end">
        {end}
        <button class="icon-button" type="button" onClick={openSettings} aria-label={t().settings.open}>
          <Icon name="sliders" />
        </button>
      </div>
    </header>
  );
}
