import { useSignal } from '@preact/signals';
import type { Case, CasePage } from '../../../src/contracts/cases.ts';
import { getJson, send } from '../api.ts';
import { Empty, Fault } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { counts, dayOf, timeOfDay } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { caseTexts } from '../locales/case-texts.ts';
import { t } from '../locales/index.ts';
import { ANALYSIS_PATH, setPath } from '../router.ts';

/** More than are ever kept. */
const ALL = 999;

/** Wrong counts stored with their recordings: number, list, delete. */
export function AdminCases() {
  const words = caseTexts();
  const asked = useSignal(0);
  const action = useAction();
  const path = `/api/v1/cases?limit=${ALL}`;
  const loaded = useLoaded<CasePage>((signal) => getJson(path, signal), [path, asked.value]).value;
  const remove = async ({ id }: Case) => {
    if ((await action.run(() => send('DELETE', `/api/v1/cases/${id}`))) !== undefined) asked.value += 1;
  };
  return (
    <section class="panel stack">
      <h2>{words.list}</h2>
      <p class="lead">{words.listHint}</p>
      <p class="programme__end">
        <a class="button" href={ANALYSIS_PATH}>
          {words.analyse}
        </a>
      </p>
      <Fault failure={action.failure.value} />
      <Loaded answer={loaded}>
        {({ cases, total, limits }) => (
          <>
            <p class="label" data-testid="case-count">
              {words.size(
                counts(total.cases),
                counts(limits.cases),
                counts(Math.ceil(total.bytes / 1e6)),
                counts(limits.totalBytes / 1e6),
              )}
            </p>
            {cases.length === 0 ? (
              <Empty icon="question" title={words.none}>
                <p>{words.noneHint}</p>
              </Empty>
            ) : (
              <ul class="rows" data-testid="cases">
                {cases.map((one) => (
                  <Row key={one.id} one={one} isBusy={action.isBusy.value} remove={() => remove(one)} />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Row({ one, isBusy, remove }: { one: Case; isBusy: boolean; remove: () => void }) {
  const words = caseTexts();
  const name = `${t().exercises[one.exercise].label}, ${dayOf(one.madeAt)} ${timeOfDay(one.madeAt)}`;
  return (
    <li class="row">
      <span class="row__main">
        {one.setId === null ? <b>{name}</b> : <a href={setPath(one.setId)}>{name}</a>}
        <small>
          {[
            words.counted(counts(one.countedReps), counts(one.right.countedReps)),
            one.version,
            ...(one.setId === null ? [words.expired] : []),
          ].join(' · ')}
        </small>
      </span>
      <button class="button" type="button" disabled={isBusy} aria-label={`${words.remove}: ${name}`} onClick={remove}>
        {words.remove}
      </button>
    </li>
  );
}
