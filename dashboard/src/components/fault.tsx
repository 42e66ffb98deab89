import type { Failure } from '../api.ts';
import { Icon } from './icon.tsx';
import '../styles/fault.css';

/** Why something did not happen. */
export function Fault({ failure }: { failure: Failure | null }) {
  return (
    <div role="alert">
      {failure && (
        <p class="fault">
          <Icon name="alert" />
          <span>{failure.why}</span>
        </p>
      )}
    </div>
  );
}
