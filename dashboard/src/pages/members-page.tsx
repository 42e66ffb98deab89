import { AdminMembers } from '../admin/members.tsx';
import { t } from '../locales/index.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';
import '../styles/member.css';
import '../styles/admin.css';

/** Everyone who lifts here. */
export function MembersPage() {
  return (
    <For least="trainer">
      <Frame title={t().menu.members}>
        <AdminMembers />
      </Frame>
    </For>
  );
}
