import type { DemoRole, WhoAmI } from '../../../src/contracts/access.ts';
import { send } from '../api.ts';
import { lastShell } from '../live/last-shell.ts';
import { useAction } from '../live/use-action.ts';
import { isNow, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { adminPath, goTo, memberPath, route } from '../router.ts';
import { Fault } from './fault.tsx';
import '../styles/demo.css';

/** What the demo's roles are to the station. */
const ROLES = { lifter: 'member', trainer: 'trainer', admin: 'admin' } as const satisfies Record<
  DemoRole,
  WhoAmI['role']
>;
/** The lifter's screen and the pages of other devices belong to themselves. */
const WITHOUT: ReadonlySet<string> = new Set(['bay', 'gallery', 'pair', 'claim']);

/** In the demo, on top of every page for people: see it in another role. Large for visitors, who come to choose. */
export function DemoBar() {
  const words = t().demo;
  const action = useAction();
  const isDemo = who.value?.isDemo ?? lastShell().isDemo;
  if (!isDemo || WITHOUT.has(route.value.page)) return null;
  const role = who.value?.role;
  const isStranger = role ? role === 'visitor' : !lastShell().hasMenu;
  const become = async (as: DemoRole) => {
    const next = await action.run(() => send<WhoAmI>('POST', '/api/v1/auth/demo', { as }));
    if (!next) return;
    await isNow(next);
    goTo(
      as === 'lifter' && next.memberId !== null ? memberPath(next.memberId) : as === 'trainer' ? '/floor' : adminPath(),
    );
    scrollTo(0, 0);
  };
  return (
    <aside class={isStranger ? 'demo demo--first' : 'demo'} aria-label={words.title}>
      <p>
        <b>{words.title}</b> <span class="demo__hint">{words.hint}</span>
      </p>
      <fieldset class="demo__roles">
        <legend>{words.as}</legend>
        {(Object.keys(ROLES) as DemoRole[]).map((as) => (
          <button
            key={as}
            type="button"
            aria-pressed={role === ROLES[as]}
            disabled={action.isBusy.value || role === undefined}
            onClick={() => void become(as)}
          >
            {words.roles[as]}
          </button>
        ))}
      </fieldset>
      <Fault failure={action.failure.value} />
    </aside>
  );
}
