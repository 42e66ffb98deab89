import { useSignal } from '@preact/signals';
import type { ForceMount } from '../../../src/contracts/common.ts';
import { exerciseNames } from '../../../src/contracts/exercises.ts';
import { recordingOptions } from '../../../src/contracts/recording-options.ts';
import type { RecordingHeader } from '../../../src/contracts/sample.ts';
import { Field, Pick } from '../components/form.tsx';
import { shortSeconds } from '../format.ts';
import { analysisTexts } from '../locales/analysis-texts.ts';
import { t } from '../locales/index.ts';
import { AS_RECORDED, faultsOf, type NumberField, RANGES, type TypedChoices } from './choices.ts';

const MOUNTS: readonly ForceMount[] = ['bar', 'platform', 'hooks', 'none'];

/** What the core takes, to be tried; blank is as the recording says. `header` is null while that could not be read. */
export function SettingsForm(props: {
  header: RecordingHeader | null;
  typed: TypedChoices;
  onTyped: (typed: TypedChoices) => void;
  onAgain: () => void;
}) {
  const { header, typed, onTyped, onAgain } = props;
  const words = analysisTexts();
  const isAsked = useSignal(false);
  const own = header && recordingOptions(header);
  const faults = faultsOf(typed);
  const isFaulty = Object.keys(faults).length > 0;
  const said = (what: string | undefined) => words.asItSays(what ?? '…');
  const number = (field: NumberField, label: string, unit: string, value: number | undefined, hint = '') => {
    const [from, to] = RANGES[field].map(shortSeconds) as [string, string];
    const fault = faults[field];
    return (
      <Field
        label={label}
        unit={unit}
        hint={hint}
        placeholder={value === undefined ? '' : shortSeconds(value)}
        value={typed[field]}
        onValue={(text) => onTyped({ ...typed, [field]: text })}
        fault={isAsked.value && fault ? (fault === 'both' ? words.both : words.notANumber(from, to)) : ''}
      />
    );
  };
  return (
    <form
      class="panel form analysis__settings"
      noValidate
      aria-labelledby="analysis-settings"
      onSubmit={(event) => {
        event.preventDefault();
        isAsked.value = true;
        if (!isFaulty) onAgain();
      }}
    >
      <h2 id="analysis-settings">{words.settings}</h2>
      <p class="lead">{words.settingsHint}</p>
      <div class="analysis__fields">
        <Pick
          label={words.facts.exercise}
          value={typed.exercise}
          options={[
            ['', said(header ? t().exercises[header.exercise].label : undefined)],
            ...exerciseNames.map((name) => [name, t().exercises[name].label] as const),
          ]}
          onValue={(exercise) => onTyped({ ...typed, exercise })}
        />
        <Pick
          label={words.useForce}
          value={typed.forceMount}
          options={[
            ['', said(header ? words.mounts[header.forceMount] : undefined)],
            ...MOUNTS.map((mount) => [mount, mount === 'none' ? words.noForce : words.mounts[mount]] as const),
          ]}
          onValue={(forceMount) => onTyped({ ...typed, forceMount })}
        />
        {number('targetHoldS', words.targetHold, 's', own?.targetHoldS)}
        {number('heightLagMs', words.heightLag, 'ms', own?.heightLagMs)}
        {number('forceLagMs', words.forceLag, 'ms', own?.forceLagMs)}
        {number('topMm', words.top, 'mm', own?.learned?.topMm)}
        {number('romMm', words.range, 'mm', own?.learned?.romMm, words.expectedHint)}
      </div>
      <div class="form__end">
        <button class="button" data-kind="main" type="submit">
          {words.again}
        </button>
        <button
          class="button"
          type="button"
          onClick={() => {
            onTyped(AS_RECORDED);
            isAsked.value = false;
            onAgain();
          }}
        >
          {words.reset}
        </button>
      </div>
    </form>
  );
}
