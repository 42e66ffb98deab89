import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LinkNote } from '../components/notes.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { useTitle } from '../live/use-title.ts';
import { isVisitor } from '../live/who.ts';
import '../styles/floor.css';
import '../styles/people.css';

interface Tab {
  path: string;
  name: string;
  isHere: boolean;
}

/** A page for people: its title, and tabs. */
export function Frame(props: { title: string; about?: string; tabs?: readonly Tab[]; children: ComponentChildren }) {
  const { title, about = '', tabs, children } = props;
  useTitle(title);
  return (
    <div class="page page--list page--people">
      <main>
        <TopBar>
          <h1>{title}</h1>
          {about && <p class="plan">{about}</p>}
        </TopBar>
        {!isVisitor.value && (
          <div class="notes">
            <LinkNote />
          </div>
        )}
        {tabs && <Tabs title={title} tabs={tabs} />}
        {children}
      </main>
    </div>
  );
}

function Tabs({ title, tabs }: { title: string; tabs: readonly Tab[] }) {
  const here = useRef<HTMLAnchorElement>(null);
  const at = tabs.find(({ isHere }) => isHere)?.path;
  // On a phone not all of them fit: the one that is open is on the screen, wherever it was opened from.
  useEffect(() => here.current?.scrollIntoView({ block: 'nearest', inline: 'center' }), [at]);
  return (
    <nav class="tabs" aria-label={title}>
      {tabs.map(({ path, name, isHere }) => (
        <a key={path} ref={isHere ? here : null} href={path} aria-current={isHere ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
