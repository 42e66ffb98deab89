import { useSignal } from '@preact/signals';
import type { Diagnosis, Finding } from '../../../src/contracts/diagnosis.ts';
import type { FaultName } from '../../../src/contracts/findings.ts';
import { getJson } from '../api.ts';
import { Fault } from '../components/form.tsx';
import { NoteBar } from '../components/notes.tsx';
import { age } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { useAction } from '../live/use-action.ts';
import { figures as deFigures } from '../locales/de/figures.ts';
import { findings as deFindings } from '../locales/de/findings.ts';
import { figures as esFigures } from '../locales/es/figures.ts';
import { findings as esFindings } from '../locales/es/findings.ts';
import type { FigureTexts, FindingTexts } from '../locales/finding-texts.ts';
import { type Language, language, t } from '../locales/index.ts';
import { figureWords } from '../reasons.ts';

const LISTEN_S = 10;

/** Only this page needs them; in English the station says it, and what a newer station finds beyond them. */
const OWN_WORDS: Partial<Record<Language, { findings: Partial<FindingTexts>; figures: FigureTexts }>> = {
  de: { findings: deFindings, figures: deFigures },
  es: { findings: esFindings, figures: esFigures },
};

/** The doctor's findings, each with what to do. */
export function CheckStage({ bay }: { bay: BayStore }) {
  const words = t().wizard;
  const diagnosis = useSignal<Diagnosis | null>(null);
  const untilMs = useSignal(0);
  const action = useAction();
  const examine = async () => {
    untilMs.value = Date.now() + LISTEN_S * 1000;
    const path = `/api/v1/bays/${bay.id}/diagnosis?seconds=${LISTEN_S}`;
    const found = await action.run(() => getJson<Diagnosis>(path, new AbortController().signal));
    if (found) diagnosis.value = found;
  };
  const found = diagnosis.value;
  const isBusy = action.isBusy.value;
  const button = found ? words.checkAgain : words.check;
  return (
    <section class="panel stack" aria-label={words.stages.check}>
      <h2>{words.checkTitle}</h2>
      <p class="instruction">{words.checkHint}</p>
      <p>
        <button class="button" data-kind="main" type="button" disabled={isBusy} onClick={examine}>
          {isBusy ? words.checking(age(Math.max(0, untilMs.value - nowMs.value))) : button}
        </button>
      </p>
      <Fault failure={action.failure.value} />
      {found && <Findings diagnosis={found} />}
    </section>
  );
}

function Findings({ diagnosis: { canCount, findings } }: { diagnosis: Diagnosis }) {
  const words = t().wizard;
  const wrong = findings.filter((finding) => finding.severity !== 'ok');
  return (
    <>
      <NoteBar
        note={{ level: canCount ? 'info' : 'error', title: canCount ? words.canCount : words.cantCount, text: '' }}
        kind={canCount ? 'good' : 'trouble'}
        icon={canCount ? 'check' : 'alert'}
      />
      <ul data-testid="findings">
        {wrong.map((finding) => (
          <FindingRow key={`${finding.id} ${finding.about}`} finding={finding} />
        ))}
      </ul>
      <p class="lead">{words.allWell(findings.length - wrong.length)}</p>
    </>
  );
}

function FindingRow({ finding }: { finding: Finding }) {
  const own = OWN_WORDS[language.value];
  const said = own?.findings[finding.id as FaultName];
  const [title, meaning, remedy] = said ?? [finding.title, finding.meaning, finding.remedy];
  const words = (figures: Finding['figures']['measured']) =>
    figures.map((figure) => figureWords(figure, own?.figures ?? null)).join(' ');
  return (
    <li class="finding" data-level={finding.severity}>
      <h3>{title}</h3>
      {finding.measured && (
        <b>{t().wizard.measured(words(finding.figures.measured), words(finding.figures.expected))}</b>
      )}
      {meaning && <p>{meaning}</p>}
      {remedy && <span>{remedy}</span>}
    </li>
  );
}
