import { useSignal } from '@preact/signals';
import type { ExerciseName } from '../../../src/contracts/common.ts';
import type { Progression } from '../../../src/contracts/course.ts';
import { exerciseNames, exercises } from '../../../src/contracts/exercises.ts';
import type { NewTemplate, Template, TemplateExercise } from '../../../src/contracts/programmes.ts';
import { send } from '../api.ts';
import { Field, Form, Pick, Switch } from '../components/form.tsx';
import { NumberField } from '../components/number-field.tsx';
import { inUnits, kgOf } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';
import { ProgrammeFields } from '../member/programme-fields.tsx';
import { settings } from '../settings.ts';

const STEADY: Progression = {
  loadStepKg: 2.5,
  stepPercent: 2.5,
  repsStep: 0,
  setsStep: 0,
  lightEveryWeeks: null,
  lightPercent: 20,
};
const LIGHT_EVERY_WEEKS = 4;
const WEEKS = 8;
const MAX_STEP_KG = 50;

function exerciseOf(exercise: ExerciseName): TemplateExercise {
  const { targetRepsMin: repsMin, targetRepsMax: repsMax, targetHoldS: holdS } = exercises[exercise];
  const set = { sets: 3, repsMin, repsMax, holdS, tempo: null, restS: 120, note: '' };
  return { exercise, ...set, load: { kind: 'load', loadKg: 40 }, progression: STEADY };
}

/** Writes a template, or a new one; `done` receives whether anything changed. */
export function TemplateForm({ template, done }: { template: Template | null; done: (hasChanged: boolean) => void }) {
  const words = t().plans;
  const empty: NewTemplate = { name: '', weeks: WEEKS, note: '', exercises: [exerciseOf('hip-thrust')] };
  const draft = useSignal<NewTemplate>(template ? fieldsOf(template) : empty);
  const action = useAction();
  const set = (patch: Partial<NewTemplate>) => (draft.value = { ...draft.value, ...patch });
  const setExercise = (at: number, next: TemplateExercise) =>
    set({ exercises: draft.value.exercises.map((one, index) => (index === at ? next : one)) });
  const left = exerciseNames.filter((name) => draft.value.exercises.every(({ exercise }) => exercise !== name));
  const save = async () => {
    const wanted = { ...draft.value, name: draft.value.name.trim() };
    const saved = await action.run(() =>
      template
        ? send<Template>('PUT', `/api/v1/templates/${template.id}`, wanted, `"${template.revision}"`)
        : send<Template>('POST', '/api/v1/templates', wanted),
    );
    if (saved) done(true);
  };
  return (
    <section class="panel" aria-label={template?.name ?? words.templates.add}>
      <h2>{template?.name ?? words.templates.add}</h2>
      <Form
        action={action}
        submit={words.save}
        onSubmit={save}
        more={
          <button class="button" type="button" onClick={() => done(false)}>
            {words.cancel}
          </button>
        }
      >
        <div class="fields">
          <Field
            label={words.name}
            value={draft.value.name}
            onValue={(name) => set({ name })}
            required
            maxLength={60}
          />
          <NumberField
            label={words.templates.weeks}
            value={draft.value.weeks}
            required
            onValue={(weeks) => weeks !== null && set({ weeks })}
            whole
            min={1}
            max={52}
          />
        </div>
        {draft.value.exercises.map((one, at) => (
          <ExerciseFields
            key={one.exercise}
            exercise={one}
            left={left}
            onChange={(next) => setExercise(at, next)}
            {...(draft.value.exercises.length > 1 && {
              onRemove: () => set({ exercises: draft.value.exercises.filter((_, index) => index !== at) }),
            })}
          />
        ))}
        {left.length > 0 && (
          <p>
            <button
              class="button"
              type="button"
              onClick={() => set({ exercises: [...draft.value.exercises, exerciseOf(left[0]!)] })}
            >
              {words.templates.addExercise}
            </button>
          </p>
        )}
        <Field
          label={words.templates.note}
          value={draft.value.note}
          onValue={(note) => set({ note })}
          maxLength={300}
        />
      </Form>
    </section>
  );
}

const fieldsOf = ({ name, weeks, note, exercises: all }: Template): NewTemplate => ({
  name,
  weeks,
  note,
  exercises: all,
});

function ExerciseFields(props: {
  exercise: TemplateExercise;
  left: readonly ExerciseName[];
  onChange: (next: TemplateExercise) => void;
  onRemove?: () => void;
}) {
  const { exercise: one, left, onChange, onRemove } = props;
  const words = t().plans.templates;
  const { progression } = one;
  const set = (patch: Partial<Progression>) => onChange({ ...one, progression: { ...progression, ...patch } });
  const label = t().exercises[one.exercise].label;
  const kind = one.load.kind;
  return (
    <fieldset class="config__group">
      <legend>{label}</legend>
      <Pick
        label={words.exercise}
        value={one.exercise}
        options={[one.exercise, ...left].map((name) => [name, t().exercises[name].label] as const)}
        onValue={(name) => onChange({ ...exerciseOf(name), progression })}
      />
      <h3>{words.firstWeek}</h3>
      <ProgrammeFields fields={one} onFields={(patch) => onChange({ ...one, ...patch })} />
      <h3>{words.progression}</h3>
      <div class="fields">
        {kind === 'load' && (
          <NumberField
            label={words.loadStep}
            value={inUnits(progression.loadStepKg)}
            required
            onValue={(step) => step !== null && set({ loadStepKg: kgOf(step) })}
            min={0}
            max={Math.floor(inUnits(MAX_STEP_KG))}
            decimals={2}
            unit={settings.value.units}
          />
        )}
        {kind === 'percent-1rm' && (
          <NumberField
            label={words.stepPercent}
            value={progression.stepPercent}
            required
            onValue={(stepPercent) => stepPercent !== null && set({ stepPercent })}
            min={0}
            max={20}
            unit="%"
          />
        )}
        <NumberField
          label={words.repsStep}
          value={progression.repsStep}
          required
          onValue={(repsStep) => repsStep !== null && set({ repsStep })}
          whole
          min={0}
          max={10}
        />
        <NumberField
          label={words.setsStep}
          value={progression.setsStep}
          required
          onValue={(setsStep) => setsStep !== null && set({ setsStep })}
          whole
          min={0}
          max={5}
        />
      </div>
      <Switch
        label={words.hasLight}
        hint={words.hasLightHint}
        isOn={progression.lightEveryWeeks !== null}
        onChange={(isOn) => set({ lightEveryWeeks: isOn ? LIGHT_EVERY_WEEKS : null })}
      />
      {progression.lightEveryWeeks !== null && (
        <div class="fields">
          <NumberField
            label={words.lightEvery}
            value={progression.lightEveryWeeks}
            required
            onValue={(lightEveryWeeks) => lightEveryWeeks !== null && set({ lightEveryWeeks })}
            whole
            min={2}
            max={12}
          />
          <NumberField
            label={words.lightPercent}
            value={progression.lightPercent}
            required
            onValue={(lightPercent) => lightPercent !== null && set({ lightPercent })}
            max={80}
            unit="%"
          />
        </div>
      )}
      {onRemove && (
        <p>
          <button class="button" type="button" onClick={onRemove}>
            {words.removeExercise(label)}
          </button>
        </p>
      )}
    </fieldset>
  );
}
