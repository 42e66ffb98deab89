import { useSignal } from '@preact/signals';
import type { Fleet, FleetController, Invitation, NewGym } from '../../../src/contracts/hub-pages.ts';
import { send } from '../api.ts';
import { AskButton } from '../components/ask-button.tsx';
import { Fault } from '../components/fault.tsx';
import { Empty, Field, Form, Pick } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { age, counts, dayOf, decimal } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import { Frame } from '../pages/frame.tsx';
import { pairCommand } from './routes.ts';
import { usePolled } from './use-polled.ts';

/** Farther off, a clock makes wrong days: the hub corrects times by then, and says so. */
const CLOCK_OK_MS = 120_000;
const SILENT_MS = 90_000;
/** A certificate of 90 days is renewed at 60. */
const CERTIFICATE_SOON_MS = 14 * 86_400_000;
const DISK_LOW = 0.1;
const GB = 1e9;

/** Every controller of the chain, and how another one comes to it. */
export function FleetPage() {
  const words = t().hub.fleet;
  const asked = useSignal(0);
  const answer = usePolled<Fleet>('/api/v1/fleet', [asked.value]).value;
  const again = () => asked.value++;
  const about = answer?.kind === 'ok' ? words.controllers(answer.value.controllers.length) : '';
  return (
    <Frame title={words.title} about={about}>
      <Loaded answer={answer}>
        {({ gyms, controllers, at }) => (
          <div class="columns columns--main">
            <div class="stack">
              {controllers.length === 0 && (
                <Empty icon="plug" title={words.none}>
                  <p>{words.noneHint}</p>
                </Empty>
              )}
              <ul class="stack" data-testid="fleet">
                {controllers.map((one) => (
                  <li key={one.id}>
                    <Controller controller={one} atMs={Date.parse(at)} onChange={again} />
                  </li>
                ))}
              </ul>
            </div>
            <div class="stack">
              {gyms.length > 0 && <AddController gyms={gyms} />}
              <AddGym onAdded={again} />
            </div>
          </div>
        )}
      </Loaded>
    </Frame>
  );
}

function Controller(props: { controller: FleetController; atMs: number; onChange: () => void }) {
  const { controller, atMs, onChange } = props;
  const words = t().hub.fleet;
  const action = useAction();
  const { id, gymName, state } = controller;
  const run = async (method: 'POST' | 'DELETE', path: string) => {
    if ((await action.run(() => send(method, path))) !== undefined) onChange();
  };
  return (
    <section class="panel" aria-label={id} data-state={state}>
      <div class="row">
        <span class="row__main">
          <b>{gymName}</b>
          <small>{id}</small>
        </span>
        <span class="pill" data-level={state === 'accepted' ? 'ok' : state === 'pending' ? 'warning' : 'error'}>
          {words.states[state]}
        </span>
        {state === 'pending' && (
          <button
            class="button"
            data-kind="main"
            type="button"
            disabled={action.isBusy.value}
            aria-label={words.acceptLong(id)}
            onClick={() => void run('POST', `/api/v1/controllers/${id}/acceptance`)}
          >
            {words.accept}
          </button>
        )}
        {state !== 'revoked' && (
          <AskButton
            label={words.revoke}
            name={words.revokeLong(id)}
            title={words.revokeAsk(id, gymName)}
            isBusy={action.isBusy.value}
            onYes={() => void run('DELETE', `/api/v1/controllers/${id}`)}
          />
        )}
      </div>
      <Fault failure={action.failure.value} />
      {state !== 'revoked' && (
        <dl class="fleet-facts">
          {factsOf(controller, atMs).map(({ name, value, isBad = false }) => (
            <div key={name} data-bad={isBad}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function factsOf(controller: FleetController, atMs: number): { name: string; value: string; isBad?: boolean }[] {
  const words = t().hub.fleet;
  const { unknown, age: ages } = t().common;
  const { clockAheadMs, diskFreeBytes, diskTotalBytes, lastHeardAt, firmware } = controller;
  const heardMs = lastHeardAt === null ? null : atMs - Date.parse(lastHeardAt);
  const versions = [...new Set(firmware.map(({ version }) => version ?? unknown))].join(', ');
  const isClockOff = clockAheadMs !== null && Math.abs(clockAheadMs) > CLOCK_OK_MS;
  const hasDisk = diskFreeBytes !== null && diskTotalBytes !== null;
  return [
    {
      name: words.heard,
      value: heardMs === null ? unknown : ages.ago(age(heardMs)),
      isBad: heardMs === null || heardMs > SILENT_MS,
    },
    { name: words.version, value: controller.version },
    { name: words.firmware, value: versions || unknown },
    {
      name: words.clock,
      value:
        clockAheadMs === null
          ? unknown
          : !isClockOff
            ? words.clockOk
            : words[clockAheadMs > 0 ? 'ahead' : 'behind'](age(Math.abs(clockAheadMs))),
      isBad: isClockOff,
    },
    {
      name: words.disk,
      value: hasDisk ? words.gigabytes(decimal(diskFreeBytes / GB), decimal(diskTotalBytes / GB)) : unknown,
      isBad: hasDisk && diskFreeBytes < DISK_LOW * diskTotalBytes,
    },
    {
      name: words.certificate,
      value: dayOf(controller.certificateUntil),
      isBad: Date.parse(controller.certificateUntil) - atMs < CERTIFICATE_SOON_MS,
    },
    { name: words.waiting, value: counts(controller.waiting) },
    { name: words.refused, value: counts(controller.refused), isBad: controller.refused > 0 },
  ];
}

function AddController({ gyms }: { gyms: Fleet['gyms'] }) {
  const words = t().hub.fleet;
  const gym = useSignal(gyms[0]?.gym ?? '');
  const made = useSignal<{ name: string; invitation: Invitation } | null>(null);
  const action = useAction();
  const take = async () => {
    const wanted = gym.value;
    made.value = null;
    const answer = await action.run(() => send<Invitation>('POST', `/api/v1/gyms/${wanted}/invitations`));
    const name = gyms.find((one) => one.gym === wanted)?.name ?? wanted;
    if (answer) made.value = { name, invitation: answer };
  };
  return (
    <section class="panel stack">
      <h2>{words.add}</h2>
      <p class="lead">{words.addHint}</p>
      <Form action={action} submit={words.take} onSubmit={() => void take()}>
        <Pick
          label={words.gym}
          value={gym.value}
          options={gyms.map((one) => [one.gym, one.name] as const)}
          onValue={(next) => (gym.value = next)}
        />
      </Form>
      {made.value && (
        <div class="once" role="status">
          <b>{words.codeFor(made.value.name)}</b>
          <code data-testid="code">{made.value.invitation.code}</code>
          <p>{words.codeHint}</p>
          <code>{pairCommand(made.value.invitation)}</code>
        </div>
      )}
    </section>
  );
}

function AddGym({ onAdded }: { onAdded: () => void }) {
  const words = t().hub.fleet;
  const gym = useSignal('');
  const name = useSignal('');
  const zone = useSignal(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const action = useAction();
  const add = async () => {
    const body: NewGym = { gym: gym.value.trim(), name: name.value.trim(), zone: zone.value.trim() };
    if ((await action.run(() => send('POST', '/api/v1/gyms', body))) === undefined) return;
    gym.value = '';
    name.value = '';
    onAdded();
  };
  return (
    <section class="panel stack">
      <h2>{words.addGym}</h2>
      <Form action={action} submit={words.addGym} onSubmit={() => void add()}>
        <Field
          label={words.gymName}
          value={name.value}
          onValue={(value) => (name.value = value)}
          required
          maxLength={60}
        />
        <Field
          label={words.gymId}
          hint={words.gymIdHint}
          value={gym.value}
          onValue={(value) => (gym.value = value)}
          autoCapitalize="none"
          required
          maxLength={40}
        />
        <Field
          label={words.zone}
          hint={words.zoneHint}
          value={zone.value}
          onValue={(value) => (zone.value = value)}
          autoCapitalize="none"
          required
          maxLength={60}
        />
      </Form>
    </section>
  );
}
