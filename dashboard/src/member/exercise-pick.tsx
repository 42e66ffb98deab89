import type { ExerciseName } from '../../../src/contracts/common.ts';
import { exercises } from '../../../src/contracts/exercises.ts';
import { Pick } from '../components/form.tsx';
import { t } from '../locales/index.ts';

const NAMES = Object.keys(exercises) as ExerciseName[];

export function ExercisePick(props: {
  value: ExerciseName | null;
  withAll?: boolean;
  onValue: (value: ExerciseName | null) => void;
}) {
  const { value, withAll = false, onValue } = props;
  const options = NAMES.map((name) => [name as string, t().exercises[name].label] as const);
  return (
    <Pick
      label={t().member.exercise}
      value={value ?? ''}
      options={withAll ? [['', t().member.allExercises], ...options] : options}
      onValue={(name) => onValue(NAMES.find((one) => one === name) ?? null)}
    />
  );
}
