import { Fragment } from 'preact';
import { Mark } from '../components/mark.tsx';
import { seconds } from '../format.ts';
import { caseTexts } from '../locales/case-texts.ts';
import { t } from '../locales/index.ts';
import type { RepSpan } from '../set/curves.ts';
import { repDetail } from '../words.ts';
import { answered, type Missing, middleOf, missingBefore, type Said, without } from './said.ts';

/** Every movement of the set, and whether it was a rep; between them, those that are missing. */
export function MovementList(props: { spans: readonly RepSpan[]; said: Said; onChange: (next: Said) => void }) {
  const { spans, said, onChange } = props;
  const words = caseTexts();
  const nameOf = (index: number) =>
    index === 0
      ? words.addBefore
      : index === spans.length
        ? words.addAfter
        : words.addBetween(String(index), String(index + 1));
  /** Those whose middle lies before the movement `index`, and after the one in front of it. */
  const missingIn = (index: number) =>
    said.missing.filter((one) => spans.filter(({ topS }) => topS <= middleOf(one)).length === index);
  return (
    <ul class="rows case__rows">
      {[...spans, null].map((span, index) => (
        <Fragment key={span?.rep.id ?? 'end'}>
          {missingIn(index).map((one) => (
            <MissingRow key={`${one.fromS} ${one.toS}`} one={one} remove={() => onChange(without(said, one))} />
          ))}
          <li class="case__gap">
            <button
              class="text-button"
              type="button"
              aria-label={`${words.add}: ${nameOf(index)}`}
              onClick={() => onChange(missingBefore(said, spans, index))}
            >
              <span aria-hidden="true">+ </span>
              {words.add}
            </button>
          </li>
          {span && (
            <li class="row">
              <Mark rep={span.rep} targetHoldS={0} />
              <span class="row__main">
                <b>{t().verdicts[span.rep.verdict]}</b>{' '}
                <small>
                  {[words.movement(String(index + 1), seconds(span.fromS)), repDetail(span.rep)]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
              <Answer
                name={words.movement(String(index + 1), seconds(span.fromS))}
                isRep={said.isRep.get(span.rep.id) ?? false}
                onAnswer={(isRep) => onChange(answered(said, span.rep.id, isRep))}
              />
            </li>
          )}
        </Fragment>
      ))}
    </ul>
  );
}

function MissingRow({ one, remove }: { one: Missing; remove: () => void }) {
  const words = caseTexts();
  const name = words.missing(seconds(Math.max(0, middleOf(one))));
  return (
    <li class="row case__missing">
      <span class="row__main">
        <b>{name}</b>
      </span>
      <button class="button" type="button" aria-label={`${words.remove}: ${name}`} onClick={remove}>
        {words.remove}
      </button>
    </li>
  );
}

function Answer({ name, isRep, onAnswer }: { name: string; isRep: boolean; onAnswer: (isRep: boolean) => void }) {
  const { answers } = caseTexts();
  return (
    <fieldset class="choice case__answer">
      <legend>{name}</legend>
      <div class="choice__row">
        {([true, false] as const).map((is) => (
          <label key={String(is)}>
            <input type="radio" name={name} checked={is === isRep} onChange={() => onAnswer(is)} />
            {is ? answers.yes : answers.no}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
