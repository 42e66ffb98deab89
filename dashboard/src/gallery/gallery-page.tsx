import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { AlertCentre } from '../components/alert-centre.tsx';
import { BayCard } from '../components/bay-card.tsx';
import { CountRing } from '../components/count-ring.tsx';
import { HIP_THRUST_REP, HIP_THRUST_SET_UP } from '../components/drawings.tsx';
import { HoldRing } from '../components/hold-ring.tsx';
import { Icon, iconNames } from '../components/icon.tsx';
import { FirstSet, LastSet } from '../components/idle.tsx';
import { Mark } from '../components/mark.tsx';
import { NoteBar, Sensors } from '../components/notes.tsx';
import { PositionRail } from '../components/position-rail.tsx';
import { Readouts } from '../components/readouts.tsx';
import { RepCount } from '../components/rep-count.tsx';
import { RepStrip } from '../components/rep-strip.tsx';
import { Choice } from '../components/settings-sheet.tsx';
import { TapInCard } from '../components/tap-in.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { Who } from '../components/who.tsx';
import type { BayStore } from '../live/bay-store.ts';
import { MOMENTS, makeSet, REPS } from './fixtures.ts';
import { FORM_SAMPLES } from './form-samples.tsx';
import '../styles/floor.css';
import '../styles/gallery.css';

/** Every component in every state, for developers of the page. English in every language. */
export function GalleryPage() {
  return (
    <div class="page page--list gallery">
      <main>
        <TopBar>
          <h1>Gallery</h1>
        </TopBar>
        <Colours />
        <Type />
        <Icons />
        <Controls />
        <Notes />
        <Part name="Forms">
          {Object.entries(FORM_SAMPLES).map(([name, sample]) => (
            <State key={name} name={name} size="card">
              {sample}
            </State>
          ))}
        </Part>
        <Part name="Mark: one movement">
          {Object.entries(REPS).map(([name, rep]) => (
            <State key={name} name={name}>
              <Mark rep={rep} targetHoldS={1} />
            </State>
          ))}
        </Part>
        <Moments name="Hold ring" only={['on the way up', 'holding', 'hold met', 'every verdict']} size="ring">
          {(bay) => <HoldRing bay={bay} />}
        </Moments>
        <Moments name="Count ring" only={['on the way up', 'holding', 'hold met']} size="ring">
          {(bay) => <CountRing bay={bay} />}
        </Moments>
        <Moments
          name="Position of the bar"
          only={['before the first set', 'on the way up', 'holding', 'hold met', 'no height']}
          size="rail"
        >
          {(bay) => <PositionRail bay={bay} />}
        </Moments>
        <Moments name="Count" only={['before the first set', 'on the way up', 'on the way down']} size="count">
          {(bay) => <RepCount bay={bay} />}
        </Moments>
        <Moments name="Figures" only={['before the first set', 'on the way up']}>
          {(bay) => <Readouts bay={bay} />}
        </Moments>
        <Moments name="Who" only={['before the first set', 'holding']}>
          {(bay) => <Who bay={bay} />}
        </Moments>
        <Moments
          name="Verdict, cue and reps"
          only={['on the way up', 'holding', 'hold met', 'on the way down', 'every verdict']}
          size="wide"
        >
          {(bay) => <RepStrip bay={bay} />}
        </Moments>
        <Moments name="Before a set" only={['before the first set', 'member before a set', 'board lost']} size="stage">
          {(bay) => <FirstSet bay={bay} />}
        </Moments>
        <Moments name="After a set" only={['resting']} size="stage">
          {(bay) => <LastSet bay={bay} set={bay.lastSet.value ?? makeSet()} />}
        </Moments>
        <Part name="Tap in">
          <TapInCard claimable={0} code={null} />
          <TapInCard claimable={2} code={CODE} />
        </Part>
        <Part name="Drawings">
          {[...HIP_THRUST_SET_UP, HIP_THRUST_REP.drive, HIP_THRUST_REP.hold, HIP_THRUST_REP.lower].map(
            (drawing, index) => (
              <div key={index} class="gallery__drawing">
                {drawing}
              </div>
            ),
          )}
        </Part>
        <Moments name="Card of a bay" size="card">
          {(bay) => <BayCard bay={bay} />}
        </Moments>
        <Moments name="Sensors" only={['holding', 'no height']}>
          {(bay) => <Sensors bay={bay} />}
        </Moments>
        <Part name="Alerts">
          <div class="gallery__alerts">
            <AlertCentre bays={Object.values(MOMENTS)} />
          </div>
        </Part>
      </main>
    </div>
  );
}

function Part({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <section class="gallery__part">
      <h2>{name}</h2>
      <div class="gallery__states">{children}</div>
    </section>
  );
}

function State({ name, size, children }: { name: string; size?: string | undefined; children: ComponentChildren }) {
  return (
    <figure class="gallery__state" data-size={size}>
      <figcaption>{name}</figcaption>
      <div class="gallery__box">{children}</div>
    </figure>
  );
}

/** A part of a bay in some of its moments, or in all. */
function Moments(props: {
  name: string;
  only?: string[];
  size?: string;
  children: (bay: BayStore) => ComponentChildren;
}) {
  const { name, only = Object.keys(MOMENTS), size, children } = props;
  return (
    <Part name={name}>
      {only.map((moment) => {
        const bay = MOMENTS[moment];
        return (
          bay && (
            <State key={moment} name={moment} size={size}>
              {children(bay)}
            </State>
          )
        );
      })}
    </Part>
  );
}

/** Stands for a code: the three corners that a phone looks for. */
const CODE = {
  size: 25,
  path: [2, 16]
    .flatMap((x) => [2, 16].map((y) => `M${x} ${y}h7v7h-7z`))
    .slice(0, 3)
    .join(''),
};

const COLOURS = {
  ground: 'the page',
  panel: 'what lies on it',
  raised: 'what can be touched',
  line: 'parts things',
  edge: 'outlines, at rest',
  ink: 'words',
  'ink-soft': 'less important words',
  move: 'moving',
  'hold-fill': 'holding',
  met: 'done',
  short: 'short of it',
  wrong: 'wrong',
  doubt: 'not sure, not real',
};

function Colours() {
  return (
    <Part name="Colours">
      {Object.entries(COLOURS).map(([name, meaning]) => (
        <figure key={name} class="gallery__colour" data-colour={name}>
          <div />
          <figcaption>
            <b>{name}</b> {meaning}
          </figcaption>
        </figure>
      ))}
    </Part>
  );
}

function Type() {
  return (
    <Part name="Type">
      <p class="gallery__type">
        <span data-size="figure">0.42</span> <span data-size="title">Set done</span>{' '}
        <span data-size="lead">8 to 10 reps</span> <span data-size="body">Inter, from the station itself</span>{' '}
        <span data-size="small">last rep</span>
      </p>
    </Part>
  );
}

function Icons() {
  return (
    <Part name="Icons">
      {iconNames.map((name) => (
        <State key={name} name={name}>
          <Icon name={name} />
        </State>
      ))}
    </Part>
  );
}

function Controls() {
  const [chosen, choose] = useState<'one' | 'two'>('one');
  return (
    <Part name="Controls">
      <button class="button" type="button">
        Button
      </button>
      <button class="button" type="button" data-kind="main">
        The one that matters
      </button>
      <button class="button" type="button" disabled>
        Not now
      </button>
      <button class="icon-button" type="button" aria-label="Settings">
        <Icon name="sliders" />
      </button>
      <label>
        Choose{' '}
        <select class="select">
          <option>Hip thrust</option>
          <option>Squat</option>
        </select>
      </label>
      <Choice name="One of two" options={{ one: 'One', two: 'Two' }} value={chosen} onChoose={choose} />
    </Part>
  );
}

function Notes() {
  const levels = ['info', 'warning', 'error'] as const;
  return (
    <Part name="Notes">
      <div class="notes gallery__notes">
        {levels.map((level) => (
          <NoteBar key={level} note={{ level, title: level, text: 'What happened and what to do.' }} />
        ))}
        <NoteBar note={{ level: 'info', title: 'Good', text: 'Hello Mira' }} kind="good" icon="person" />
        <NoteBar
          note={{ level: 'info', title: 'Simulated', text: 'No lifter: the numbers are simulated.' }}
          kind="source"
          icon="flask"
        />
      </div>
    </Part>
  );
}
