import { t } from '../texts/index.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';

export function ProgrammesPage(_: { tab: string }) {
  return (
    <For least="trainer">
      <Frame title={t().menu.programmes}>
        <p />
      </Frame>
    </For>
  );
}
