import type { RecordingFault } from '../../../src/contracts/recording-faults.ts';
import { counts } from '../format.ts';
import { analysisTexts } from '../locales/analysis-texts.ts';
import type { Faulty } from './analyse.ts';

/** Every fault of a file with its line, as far as they are listed. */
export function FaultList({ faults, faultCount }: Pick<Faulty, 'faults' | 'faultCount'>) {
  const words = analysisTexts();
  return (
    <section class="panel" role="alert" data-testid="faults">
      <h2>{words.faultyTitle(faultCount)}</h2>
      <p class="lead">{words.faultyHint}</p>
      <ul class="rows">
        {faults.map((fault, index) => (
          <li key={`${fault.line} ${index}`} class="row">
            <span class="row__main">
              <b>{fault.line === null ? words.wholeFile : words.line(counts(fault.line))}</b> <p>{faultWords(fault)}</p>
            </span>
          </li>
        ))}
      </ul>
      {faultCount > faults.length && <p>{words.moreFaults(faultCount - faults.length)}</p>}
    </section>
  );
}

/** Each text takes the parameters of its own kind. */
const faultWords = ({ kind, params }: RecordingFault): string =>
  (analysisTexts().faults[kind] as (params: object) => string)(params);
