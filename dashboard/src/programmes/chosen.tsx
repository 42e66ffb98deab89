import { Icon } from '../components/icon.tsx';
import { MemberSearch } from '../components/member-search.tsx';
import { t } from '../locales/index.ts';

export interface Person {
  id: string;
  alias: string;
}

/** Members that were chosen, one after the other; each can be taken out again. */
export function Chosen({ people, onPeople }: { people: readonly Person[]; onPeople: (next: Person[]) => void }) {
  const words = t().plans.groups;
  return (
    <div class="stack">
      <MemberSearch
        label={words.find}
        taken={people.map(({ id }) => id)}
        onPick={({ id, alias }) => onPeople([...people.filter((one) => one.id !== id), { id, alias }])}
      />
      {people.length === 0 ? (
        <p class="lead">{words.noMembers}</p>
      ) : (
        <ul class="actions__row" data-testid="chosen">
          {people.map(({ id, alias }) => (
            <li key={id}>
              <button
                class="button"
                type="button"
                aria-label={words.takeOut(alias)}
                onClick={() => onPeople(people.filter((one) => one.id !== id))}
              >
                {alias}
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
