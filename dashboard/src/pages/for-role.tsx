import type { ComponentChildren } from 'preact';
import type { Role } from '../../../src/contracts/access.ts';
import { FirstPixels } from '../components/skeleton.tsx';
import { link } from '../live/live-store.ts';
import { mayAs, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { Frame } from './frame.tsx';
import { LogInPage } from './log-in-page.tsx';
import { Message } from './message.tsx';

/** Shows its children to users with this role; a visitor logs in here and stays on the page. */
export function For({ least, children }: { least: Role; children: ComponentChildren }) {
  const words = t().account;
  if (who.value === null)
    return link.value.kind === 'lost' ? <Message title={t().common.unreachable} /> : <FirstPixels />;
  if (mayAs(least)) return <>{children}</>;
  if (!mayAs('member')) return <LogInPage />;
  return (
    <Frame title={words.notAllowed}>
      <p>{words.notAllowedWhy(words.roles[least])}</p>
    </Frame>
  );
}
