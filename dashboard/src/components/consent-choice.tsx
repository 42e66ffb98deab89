import { type Signal, useSignal } from '@preact/signals';
import type { Consents } from '../../../src/contracts/members.ts';
import { t } from '../locales/index.ts';
import '../styles/consents.css';

/** Every consent is off until the member turns it on. */
const NOTHING: Consents = { showAlias: false, keepRecordings: false, shareSets: false, acrossGyms: false };
export const CONSENT_NAMES = Object.keys(NOTHING) as (keyof Consents)[];

export const useConsents = (): Signal<Consents> => useSignal(NOTHING);

/** What may be agreed to, in plain words; each large enough for a thumb. */
export function ConsentChoice({ consents }: { consents: Signal<Consents> }) {
  const words = t().member.me;
  return (
    <div class="consents">
      {CONSENT_NAMES.map((name) => (
        <label key={name} class="consent">
          <input
            type="checkbox"
            checked={consents.value[name]}
            onChange={({ currentTarget }) => (consents.value = { ...consents.value, [name]: currentTarget.checked })}
          />
          <span>
            <b>{words.consent[name][0]}</b>
            <small>{words.consent[name][1]}</small>
          </span>
        </label>
      ))}
    </div>
  );
}
