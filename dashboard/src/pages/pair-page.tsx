import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { WhoAmI } from '../../../src/contracts/access.ts';
import { send } from '../api.ts';
import { Field } from '../components/form.tsx';
import { keepCare } from '../live/kept-care.ts';
import { careOf } from '../live/screen-care.ts';
import { useAction } from '../live/use-action.ts';
import { isNow } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { bayPath, goTo } from '../router.ts';
import { Entrance } from './entrance.tsx';

/** Makes this browser the screen of a bay, by a code that is typed, or behind the `#` of the link: that part of an address is sent nowhere. */
export function PairPage() {
  const words = t().account.pair;
  // A kiosk has the settings of its screen behind the key.
  const care = careOf(location.hash.slice(1));
  const code = useSignal(location.hash.slice(1).split('&')[0] ?? '');
  const action = useAction();
  const pair = async () => {
    const next = await action.run(() => send<WhoAmI>('POST', '/api/v1/auth/screen', { token: code.value.trim() }));
    if (!next) return;
    if (care) keepCare(care);
    await isNow(next);
    const bay = next.bays?.[0];
    goTo(bay === undefined ? '/' : bayPath(bay), 'replace');
  };
  useEffect(() => {
    if (code.value) void pair();
  }, []);
  return (
    <Entrance title={words.title} hint={words.hint} action={action} submit={words.submit} onSubmit={pair}>
      <Field
        label={words.code}
        value={code.value}
        onValue={(value) => (code.value = value)}
        autoComplete="off"
        autoCapitalize="characters"
        required
        minLength={8}
      />
    </Entrance>
  );
}
