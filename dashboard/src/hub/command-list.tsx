import type { SentCommand } from '../../../src/contracts/hub-pages.ts';
import type { Problem } from '../../../src/contracts/problems.ts';
import { dayOf, timeOfDay } from '../format.ts';
import { t } from '../locales/index.ts';
import { problemWords } from '../reasons.ts';

const LEVELS: Partial<Record<SentCommand['state'], string>> = {
  done: 'ok',
  refused: 'error',
  expired: 'warning',
  unanswered: 'warning',
  interrupted: 'warning',
};

/** What was asked of a gym, and what came of it, newest first. */
export function CommandList({ commands }: { commands: readonly SentCommand[] }) {
  const words = t().hub.commands;
  if (commands.length === 0) return <p>{words.none}</p>;
  return (
    <ul class="rows" data-testid="commands">
      {commands.map((command) => (
        <li key={command.id} class="row" data-state={command.state}>
          <span class="row__main">
            <b>
              {words.kinds[command.wanted.kind]}
              {'bay' in command.wanted && ` · ${command.wanted.bay}`}
            </b>
            <small>{words.by(command.issuer, `${dayOf(command.at)}, ${timeOfDay(command.at)}`)}</small>
            {command.problem && <small>{problemWords(command.problem as Problem)}</small>}
          </span>
          <span class="pill" data-level={LEVELS[command.state]}>
            {words.states[command.state]}
          </span>
        </li>
      ))}
    </ul>
  );
}
