import type { SerialPort } from '../../../src/contracts/administration.ts';
import { getJson } from '../api.ts';
import { Empty, Pick } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

const usePorts = () => useLoaded<{ ports: SerialPort[] }>((signal) => getJson('/api/v1/ports', signal), []).value;

/** The part of its name that tells one board from another of its kind. */
const nameOf = ({ path }: SerialPort) => path.replace(/^.*\//, '');

function useOf({ bay, use, isPresent }: SerialPort): string {
  const words = t().boards;
  const user = bay === null ? words.free : use === 'reader' ? words.readerOf(bay) : words.boardOf(bay);
  return isPresent ? user : `${user}, ${words.notIn}`;
}

/** What is plugged in, and what is configured and isn't. */
export function Ports() {
  const words = t().boards;
  return (
    <section class="panel stack">
      <h2>{words.ports}</h2>
      <p class="lead">{words.portsHint}</p>
      <Loaded answer={usePorts()}>
        {({ ports }) =>
          ports.length === 0 ? (
            <Empty icon="wrench" title={words.noPorts} />
          ) : (
            <ul class="rows" data-testid="ports">
              {ports.map((port) => (
                <li key={port.path} class="row">
                  <span class="row__main">
                    <b>{port.isPresent ? port.what : nameOf(port)}</b>
                    <small>{[port.isPresent && nameOf(port), useOf(port)].filter(Boolean).join(' · ')}</small>
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

/** Beside the field of a board's port: the boards that are there, by what they are and who uses them. */
export function PortPick({ value, onPick }: { value: string; onPick: (port: string) => void }) {
  const words = t().boards;
  const loaded = usePorts();
  const ports =
    loaded?.kind === 'ok' ? loaded.value.ports.filter(({ isPresent, use }) => isPresent && use !== 'reader') : [];
  if (ports.length === 0) return null;
  const isListed = ports.some(({ path }) => path === value);
  return (
    <Pick
      label={words.pluggedIn}
      value={isListed ? value : ''}
      options={[
        ['', words.typed],
        ...ports.map((port) => [port.path, `${port.what}, ${nameOf(port)} (${useOf(port)})`] as const),
      ]}
      onValue={(port) => port !== '' && onPick(port)}
    />
  );
}
