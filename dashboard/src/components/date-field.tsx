import { useId } from 'preact/hooks';
import '../styles/forms.css';

/** A day, by the calendar of the browser. */
export function DateField({ label, value, onValue }: { label: string; value: string; onValue: (day: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="date"
        required
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </div>
  );
}
