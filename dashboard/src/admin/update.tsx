import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PackageOffer, PackageUpload, UpdateReport, UpdateState } from '../../../src/contracts/update.ts';
import { getJson, send } from '../api.ts';
import { Dialog } from '../components/dialog.tsx';
import { Field, Form } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { Loaded } from '../components/loaded.tsx';
import { UploadField } from '../components/upload-field.tsx';
import { type Action, useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { problemWords } from '../reasons.ts';

/** While an update goes on; the station is restarted in between, and then it does not answer. */
const LOOK_MS = 2000;
const PHASES = ['requested', 'waiting', 'preparing', 'installing', 'checking'] as const;
type Phase = (typeof PHASES)[number] | 'undoing';
const ENDED: readonly UpdateReport['phase'][] = ['done', 'undone', 'failed'];

/** What is going on; null: nothing. */
function phaseOf({ requestedAt, last }: UpdateState): Phase | null {
  if (last && !ENDED.includes(last.phase)) return last.phase as Phase;
  return requestedAt === null ? null : 'requested';
}

/** The reason is the station's own words. */
export function outcomeOf({ phase, from, to, reason }: UpdateReport): string {
  const came = t().admin.updateCame[phase](from, to || '?');
  return reason === '' ? came : `${came}: ${reason}`;
}

/** A newer package: looked at, installed, and what became of it. */
export function Update() {
  const words = t().update;
  const asked = useSignal(0);
  const action = useAction();
  const loaded = useLoaded<UpdateState>((signal) => getJson('/api/v1/update', signal), [asked.value]).value;
  const state = loaded?.kind === 'ok' ? loaded.value : null;
  const isRunning = state !== null && phaseOf(state) !== null;
  const again = () => {
    asked.value += 1;
  };
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(again, LOOK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <section class="panel stack" data-testid="update">
      <h2>{words.title}</h2>
      <Loaded answer={loaded}>
        {(now) => {
          const phase = phaseOf(now);
          if (now.obstacle !== null) return <p class="lead">{words.obstacles[now.obstacle]}</p>;
          if (phase !== null) return <Progress phase={phase} last={now.last} />;
          return (
            <>
              <p class="lead">{words.hint(now.version)}</p>
              {now.last && <Outcome last={now.last} />}
              <Sources action={action} hasPackage={now.offer !== null} onDone={again} />
              {now.offer && <Offer offer={now.offer} action={action} onDone={again} />}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Outcome({ last }: { last: UpdateReport }) {
  return (
    <p role="status" class={last.phase === 'done' ? undefined : 'fault'}>
      {t().admin.lastUpdate}: {outcomeOf(last)}
    </p>
  );
}

function Progress({ phase, last }: { phase: Phase; last: UpdateReport | null }) {
  const words = t().update;
  const at = PHASES.indexOf(phase as (typeof PHASES)[number]);
  return (
    <>
      <p class="lead">{words.staysUp}</p>
      {phase === 'undoing' ? (
        <p role="status" class="fault">
          {last && outcomeOf(last)}
        </p>
      ) : (
        <ol class="stages" data-testid="update-stages">
          {PHASES.map((one, index) => (
            <li
              key={one}
              data-state={index < at ? 'done' : index === at ? 'here' : 'open'}
              aria-current={index === at ? 'step' : undefined}
            >
              {words.phases[one]}
            </li>
          ))}
        </ol>
      )}
      <p role="status" class="visually-hidden">
        {phase !== 'undoing' && words.phases[phase]}
      </p>
    </>
  );
}

/** From this device, or from a web server. */
function Sources({ action, hasPackage, onDone }: { action: Action; hasPackage: boolean; onDone: () => void }) {
  const words = t().update;
  const url = useSignal('');
  const fetchIt = async () => {
    if (await action.run(() => send('POST', '/api/v1/update/fetch', { url: url.value.trim() }))) url.value = '';
    onDone();
  };
  return (
    <>
      <UploadField<PackageUpload>
        label={words.package}
        hint={words.packageHint}
        accept=".deb"
        path="/api/v1/update/package"
        action={action}
        onDone={onDone}
      />
      {hasPackage && (
        <UploadField<PackageUpload>
          label={words.signature}
          hint={words.signatureHint}
          accept=".minisig"
          path="/api/v1/update/signature"
          action={action}
          onDone={onDone}
        />
      )}
      <Form action={action} submit={words.fetch} onSubmit={() => void fetchIt()}>
        <Field
          label={words.url}
          type="url"
          required
          maxLength={500}
          value={url.value}
          onValue={(next) => (url.value = next)}
          hint={words.urlHint}
        />
      </Form>
    </>
  );
}

function Offer({ offer, action, onDone }: { offer: PackageOffer; action: Action; onDone: () => void }) {
  const words = t().update;
  const isAsking = useSignal(false);
  const { version, architecture, signedBy, comment, refusal } = offer;
  // What was undone once may be tried again; everything else that is refused can't be installed.
  const again = refusal?.kind === 'package-undone';
  const start = async () => {
    isAsking.value = false;
    await action.run(() => send('POST', '/api/v1/update', { version, again }));
    onDone();
  };
  const facts = [
    [words.version, version ?? words.unknown],
    [words.machine, architecture ?? words.unknown],
    [words.signedBy, signedBy ?? words.unsigned],
    [words.comment, comment],
  ].filter(([, value]) => value !== '');
  return (
    <div data-testid="package-offer">
      <h3>{words.offer}</h3>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {refusal && (
        <p class="fault">
          <Icon name="alert" />
          <span>
            {words.refused} {problemWords(refusal)}
          </span>
        </p>
      )}
      {(!refusal || again) && (
        <p>
          <button
            class="button"
            data-kind="main"
            type="button"
            disabled={action.isBusy.value}
            onClick={() => (isAsking.value = true)}
          >
            {again ? words.installAgain(version ?? '') : words.install(version ?? '')}
          </button>
        </p>
      )}
      <Dialog title={words.ask(version ?? '')} isOpen={isAsking.value} close={() => (isAsking.value = false)}>
        <p>{words.askHint}</p>
        <div class="form__end">
          <button class="button" data-kind="main" type="button" onClick={() => void start()}>
            {words.install(version ?? '')}
          </button>
          <button class="button" type="button" onClick={() => (isAsking.value = false)}>
            {t().common.cancel}
          </button>
        </div>
      </Dialog>
    </div>
  );
}
