import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CalibrationStatus, CalibrationStep, CalibrationWizard } from '../../../src/contracts/calibration.ts';
import { KNOWN_MM } from '../../../src/contracts/height-scale.ts';
import { getJson, send } from '../api.ts';
import { Fault } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { NoteBar } from '../components/notes.tsx';
import { NumberField } from '../components/number-field.tsx';
import { dayOf, inUnits, kgOf } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { language, t } from '../locales/index.ts';
import { settings } from '../settings.ts';
import { resultWords } from './result-words.ts';

type Step = CalibrationWizard['steps'][number];

/** How often the station is asked what another screen measures meanwhile. */
const FOLLOW_MS = 2000;

/** Zero, known mass, heights and lag, as far as the bay has sensors for them. */
export function CalibrateStage({ bay, isCalibrating }: { bay: BayStore; isCalibrating: Signal<boolean> }) {
  const words = t().wizard;
  const asked = useSignal(0);
  const massKg = useSignal<number | null>(kgOf(settings.value.units === 'lb' ? 45 : 20));
  const knownMm = useSignal<number | null>(null);
  const isSaved = useSignal(false);
  const isOurs = useSignal(false);
  const action = useAction();
  const path = `/api/v1/bays/${bay.id}/calibration`;
  const loaded = useLoaded<CalibrationStatus>((signal) => getJson(path, signal), [path, asked.value]).value;
  useEffect(() => {
    const following = setInterval(() => !document.hidden && (asked.value += 1), FOLLOW_MS);
    return () => clearInterval(following);
  }, []);
  const isOpen = loaded?.kind === 'ok' && loaded.value.wizard.open;
  useEffect(() => {
    isCalibrating.value = isOpen;
  }, [isOpen]);
  // What this page began ends with it: an open calibration keeps the bay from counting.
  useEffect(() => {
    return () => {
      if (isCalibrating.peek() && isOurs.peek()) void send('POST', `${path}/abort`);
      isCalibrating.value = false;
    };
  }, [path]);
  const act = async (what: 'measure' | 'skip' | 'save' | 'abort', body?: object) => {
    isSaved.value = false;
    isOurs.value = what === 'measure' || what === 'skip';
    const doing = action.run(() => send('POST', `${path}/${what}`, body));
    asked.value += 1;
    const done = await doing;
    if (done !== undefined && what === 'save') isSaved.value = true;
    asked.value += 1;
  };
  const failure = action.failure.value;
  const measure = (step: CalibrationStep) => {
    // What is missing is left out, so that the station refuses with a reason that this page has words for.
    return act('measure', {
      step,
      ...(step === 'mass' && massKg.value !== null && { massKg: massKg.value }),
      ...(step === 'scale' && knownMm.value !== null && { knownMm: knownMm.value }),
    });
  };
  return (
    <section class="panel stack" aria-label={words.stages.calibrate}>
      <h2>{words.calibrateTitle}</h2>
      <p class="instruction">{words.calibrateHint}</p>
      <Fault failure={failure} />
      <Loaded answer={loaded}>
        {({ active, wizard }) => (
          <>
            <p class="lead" role="status">
              {isSaved.value && !wizard.open ? words.saved : active ? words.inForce(dayOf(active.at)) : words.never}
            </p>
            {wizard.open && !isOurs.value && (
              <NoteBar note={{ level: 'info', title: words.elsewhere, text: words.elsewhereHint }} icon="clock" />
            )}
            <ol class="rows">
              {wizard.steps.map((step) => (
                <StepRow
                  key={step.step}
                  step={step}
                  result={step.status === 'done' ? resultWords(step.step, wizard.draft) : ''}
                  isBusy={action.isBusy.value || wizard.measuring !== null}
                  isMeasuring={wizard.measuring === step.step}
                  massKg={massKg.value}
                  onMass={(next) => (massKg.value = next)}
                  knownMm={knownMm.value}
                  onKnown={(next) => (knownMm.value = next)}
                  onMeasure={() => measure(step.step)}
                  onSkip={() => act('skip', { step: step.step })}
                />
              ))}
            </ol>
            {wizard.open && (
              <p class="form__end">
                <button
                  class="button"
                  data-kind="main"
                  type="button"
                  disabled={action.isBusy.value}
                  onClick={() => act('save')}
                >
                  {words.save}
                </button>
                <button class="button" type="button" disabled={action.isBusy.value} onClick={() => act('abort')}>
                  {words.giveUp}
                </button>
              </p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function StepRow(props: {
  step: Step;
  result: string;
  isBusy: boolean;
  isMeasuring: boolean;
  massKg: number | null;
  onMass: (massKg: number | null) => void;
  knownMm: number | null;
  onKnown: (knownMm: number | null) => void;
  onMeasure: () => void;
  onSkip: () => void;
}) {
  const { step, result, isBusy, isMeasuring, massKg, onMass, knownMm, onKnown, onMeasure, onSkip } = props;
  const words = t().wizard;
  const [title, what] = words.steps[step.step];
  const isPossible = step.status !== 'impossible';
  const button = step.status === 'done' ? words.again : words.measure;
  return (
    <li class="row">
      <span class="row__main">
        <b>{title}</b>{' '}
        <span class="pill" data-status={step.status}>
          {words.status[step.status]}
        </span>
        {isPossible && <p>{language.value === 'en' ? step.instruction : what}</p>}
        {result && <p>{result}</p>}
      </span>
      {isPossible && (
        <>
          {step.step === 'mass' && (
            <NumberField
              label={words.mass}
              min={0.1}
              max={Math.floor(inUnits(1000))}
              unit={settings.value.units}
              decimals={2}
              value={massKg === null ? null : inUnits(massKg)}
              onValue={(value) => onMass(value === null ? null : kgOf(value))}
            />
          )}
          {step.step === 'scale' && (
            <NumberField
              label={words.known}
              min={KNOWN_MM.least}
              max={KNOWN_MM.most}
              unit="mm"
              value={knownMm}
              onValue={onKnown}
            />
          )}
          <button class="button" type="button" disabled={isBusy} onClick={onMeasure} aria-label={`${button}: ${title}`}>
            {isMeasuring ? words.measuring : button}
          </button>
          {step.status === 'open' && (
            <button
              class="button"
              type="button"
              disabled={isBusy}
              onClick={onSkip}
              aria-label={`${words.skip}: ${title}`}
            >
              {words.skip}
            </button>
          )}
        </>
      )}
    </li>
  );
}
