import type { BayStore } from '../live/bay-store.ts';
import { t } from '../locales/index.ts';
import { Icon } from './icon.tsx';

/** The occupant of the bay. */
export function Who({ bay }: { bay: BayStore }) {
  const { kind, alias } = bay.session.value;
  const name = kind === 'member' ? (alias ?? t().common.unknown) : t().bay.someone[kind];
  return (
    <p class="who" data-kind={kind} data-testid="who">
      <Icon name={kind === 'none' ? 'card' : 'person'} />
      <span>{name}</span>
    </p>
  );
}
