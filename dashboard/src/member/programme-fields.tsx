import type { LoadTarget, NewProgramme } from '../../../src/contracts/members.ts';
import { SUPERSET_PLACES } from '../../../src/contracts/superset-places.ts';
import { Field, Pick, Switch } from '../components/form.tsx';
import { NumberField, type NumberLimits } from '../components/number-field.tsx';
import { inUnits, kgOf } from '../format.ts';
import { t } from '../locales/index.ts';
import { settings } from '../settings.ts';

const TEMPO = { eccentricS: 3, bottomS: 0, concentricS: 0 };
const LOADS: Record<LoadTarget['kind'], LoadTarget> = {
  free: { kind: 'free' },
  load: { kind: 'load', loadKg: 60 },
  velocity: { kind: 'velocity', minMps: 0.3, maxMps: 0.5 },
  'percent-1rm': { kind: 'percent-1rm', percent: 75 },
};

type Fields = Omit<NewProgramme, 'exercise' | 'course'>;

/** What is to be done of one exercise, to be typed. */
export function ProgrammeFields({ fields, onFields }: { fields: Fields; onFields: (patch: Partial<Fields>) => void }) {
  const words = t().member.programme;
  const set = onFields;
  const setLoad = (value: number) => set({ load: { kind: 'load', loadKg: kgOf(value) } });
  const { tempo, load } = fields;
  const number = (label: string, value: number, onValue: (value: number) => void, more: Limits) => (
    <NumberField label={label} required value={value} onValue={(next) => next !== null && onValue(next)} {...more} />
  );
  return (
    <>
      <div class="fields">
        {number(words.sets, fields.sets, (sets) => set({ sets }), { min: 1, max: 20, whole: true })}
        {number(words.repsMin, fields.repsMin, (repsMin) => set({ repsMin }), { min: 1, max: 100, whole: true })}
        {number(words.repsMax, fields.repsMax, (repsMax) => set({ repsMax }), { min: 1, max: 100, whole: true })}
        {number(words.hold, fields.holdS, (holdS) => set({ holdS }), { min: 0, max: 60, unit: 's' })}
        {number(words.rest, fields.restS, (restS) => set({ restS }), { min: 0, max: 1800, unit: 's' })}
        <Pick
          label={words.load}
          value={load.kind}
          options={(Object.keys(LOADS) as LoadTarget['kind'][]).map((kind) => [kind, words.loads[kind]] as const)}
          onValue={(kind) => set({ load: LOADS[kind] })}
        />
        {load.kind === 'load' &&
          number(words.load, inUnits(load.loadKg), setLoad, {
            min: 0,
            max: Math.floor(inUnits(700)),
            decimals: 2,
            unit: settings.value.units,
          })}
        {load.kind === 'percent-1rm' &&
          number(words.percent, load.percent, (percent) => set({ load: { ...load, percent } }), {
            min: 10,
            max: 110,
            unit: '%',
          })}
        {load.kind === 'velocity' && (
          <>
            {number(words.minMps, load.minMps, (minMps) => set({ load: { ...load, minMps } }), SPEED)}
            {number(words.maxMps, load.maxMps, (maxMps) => set({ load: { ...load, maxMps } }), SPEED)}
          </>
        )}
      </div>
      <Pick
        label={words.superset}
        hint={words.supersetHint}
        value={fields.superset ?? 'none'}
        options={[['none', words.noSuperset] as const, ...SUPERSET_PLACES.map((place) => [place, place] as const)]}
        onValue={(place) => set({ superset: place === 'none' ? null : place })}
      />
      <Switch
        label={words.hasTempo}
        hint={words.tempoHint}
        isOn={tempo !== null}
        onChange={(isOn) => set({ tempo: isOn ? TEMPO : null })}
      />
      {tempo && (
        <div class="fields">
          {number(words.down, tempo.eccentricS, (eccentricS) => set({ tempo: { ...tempo, eccentricS } }), PAUSE)}
          {number(words.pause, tempo.bottomS, (bottomS) => set({ tempo: { ...tempo, bottomS } }), PAUSE)}
          {number(words.up, tempo.concentricS, (concentricS) => set({ tempo: { ...tempo, concentricS } }), PAUSE)}
        </div>
      )}
      <Field label={words.note} value={fields.note} onValue={(note) => set({ note })} maxLength={300} />
    </>
  );
}

const SPEED = { min: 0.05, max: 3, unit: 'm/s' } as const;
const PAUSE = { min: 0, max: 20, unit: 's' } as const;

interface Limits extends NumberLimits {
  unit?: string;
  decimals?: number;
}
