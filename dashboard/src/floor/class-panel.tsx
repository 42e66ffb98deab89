import { useSignal } from '@preact/signals';
import type { FloorInfo, NewClass } from '../../../src/contracts/class-clock.ts';
import { getJson, send } from '../api.ts';
import { ClassBar } from '../components/class-bar.tsx';
import { Form } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { NumberField } from '../components/number-field.tsx';
import { list } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { mayAs } from '../live/who.ts';
import { t } from '../locales/index.ts';
import '../styles/forms.css';
import '../styles/member.css';
import '../styles/programmes.css';

const USUAL = { workS: 40, restS: 80, rounds: 8 };

/** The leaderboard and the class, where an admin has switched them on. */
export function FloorExtras({ stores }: { stores: readonly BayStore[] }) {
  const loaded = useLoaded<FloorInfo>((signal) => getJson('/api/v1/floor', signal), []).value;
  const info = loaded?.kind === 'ok' ? loaded.value : null;
  return (
    <>
      {info?.leaderboard && (
        <p>
          <a class="button" href="/leaderboard">
            <Icon name="list" />
            {t().group.leaderboard.title}
          </a>
        </p>
      )}
      {info?.classMode && mayAs('trainer') && <ClassPanel stores={stores} />}
    </>
  );
}

function ClassPanel({ stores }: { stores: readonly BayStore[] }) {
  const words = t().group.class;
  const bays = useSignal<readonly string[]>(stores.map(({ id }) => id));
  const times = useSignal(USUAL);
  const message = useSignal('');
  const action = useAction();
  const inClass = stores.filter(({ state }) => state.value.class);
  const start = async () => {
    const wanted: NewClass = { bays: [...bays.value], ...times.value };
    if (await action.run(() => send('POST', '/api/v1/class', wanted))) message.value = words.started;
  };
  const stop = async () => {
    if ((await action.run(() => send('DELETE', '/api/v1/class'))) !== undefined) message.value = words.ended;
  };
  return (
    <section class="panel" aria-label={words.title}>
      <h2>
        <Icon name="clock" />
        {words.title}
      </h2>
      {inClass[0] ? (
        <div class="stack">
          <p>{words.goesOn(list(inClass.map(({ state }) => state.value.name)))}</p>
          <ClassBar bay={inClass[0]} />
          <p>
            <button class="button" type="button" disabled={action.isBusy.value} onClick={stop}>
              {words.stop}
            </button>
          </p>
        </div>
      ) : (
        <Form action={action} submit={words.start} isBlocked={bays.value.length === 0} onSubmit={start}>
          <p class="lead">{words.hint}</p>
          <fieldset class="present">
            <legend>{words.bays}</legend>
            {stores.map(({ id, state }) => (
              <label key={id} class="check">
                <input
                  type="checkbox"
                  checked={bays.value.includes(id)}
                  onChange={({ currentTarget }) => {
                    const others = bays.value.filter((one) => one !== id);
                    bays.value = currentTarget.checked ? [...others, id] : others;
                  }}
                />
                {state.value.name}
              </label>
            ))}
          </fieldset>
          <div class="fields">
            <NumberField
              label={words.work}
              value={times.value.workS}
              required
              onValue={(workS) => workS !== null && (times.value = { ...times.value, workS })}
              whole
              min={5}
              max={1800}
              unit="s"
            />
            <NumberField
              label={words.rest}
              value={times.value.restS}
              required
              onValue={(restS) => restS !== null && (times.value = { ...times.value, restS })}
              whole
              min={0}
              max={1800}
              unit="s"
            />
            <NumberField
              label={words.rounds}
              value={times.value.rounds}
              required
              onValue={(rounds) => rounds !== null && (times.value = { ...times.value, rounds })}
              whole
              min={1}
              max={50}
            />
          </div>
        </Form>
      )}
      <p role="status">{message.value}</p>
    </section>
  );
}
