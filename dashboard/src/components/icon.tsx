/** Our own icons, on a grid of 24 with lines of 2; those that are filled say so. */
const LINES = {
  check: 'M4 12.5l5.2 5.2L20 7',
  cross: 'M6 6l12 12M18 6L6 18',
  short: 'M12 5l8.5 14h-17z',
  question: 'M8.2 9a3.9 3.9 0 1 1 5.6 3.5c-1.3.7-1.8 1.3-1.8 2.7M12 19.4v.1',
  sliders: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4v6M8 14v6',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6a8.5 8.5 0 0 1 0 12',
  mute: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  back: 'M14.5 5l-7 7 7 7',
  forward: 'M9.5 5l7 7-7 7',
  download: 'M12 4v11M7 10.5l5 5 5-5M4 20h16',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 21h4',
  person: 'M12 11.5a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6zM4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6',
  card: 'M3.5 6h17v12.5h-17zM3.5 10h17M6.5 15h4',
  plug: 'M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4',
  offline: 'M3 3l18 18M5 9.5a11 11 0 0 1 3.5-2.1M12 6.5c2.7 0 5.2 1.1 7 3M8 13a6 6 0 0 1 2-1.3M12 17.5v.1',
  flask: 'M9.5 3.5h5M10.5 3.5v6l-5.3 9a1.3 1.3 0 0 0 1.1 2h11.4a1.3 1.3 0 0 0 1.1-2l-5.3-9v-6M8 15h8',
  replay: 'M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4.5 9M4.5 4.5V9H9',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2.5',
  up: 'M12 20V5M6 11l6-6 6 6',
  down: 'M12 4v15M6 13l6 6 6-6',
  hold: 'M9 5v14M15 5v14',
  grid: 'M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2 20c1-8 13-8 14 0M16 4a3.5 3.5 0 0 1 0 7M19 14q3 2 3 6',
  list: 'M4 6h3M4 12h3M4 18h3M11 6h9M11 12h9M11 18h9',
  wrench:
    'M20.5 7.2a4.6 4.6 0 0 1-6.2 5.3l-6.6 6.7a2 2 0 0 1-2.9-2.9l6.7-6.6a4.6 4.6 0 0 1 5.3-6.2L14 6.3l.6 3.1 3.1.6z',
  leave: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9.5',
  touch:
    'M9 12V5.2a1.7 1.7 0 0 1 3.4 0V10v-.8a1.6 1.6 0 0 1 3.2 0V11v-.5a1.6 1.6 0 0 1 3.2 0V15a6 6 0 0 1-6 6h-.8a6 6 0 0 1-4.6-2.2L4.7 15a1.7 1.7 0 0 1 2.6-2.2L9 14.4',
  plates: 'M2 12h3M19 12h3M5 8v8M8 5.5v13M16 5.5v13M19 8v8M8 12h8',
  alert: 'M12 4l9 16H3zM12 10v4.5M12 17.3v.1',
} as const;

export type IconName = keyof typeof LINES;
export const iconNames = Object.keys(LINES) as IconName[];

/** For drawing it on a canvas. */
export const iconPath = (name: IconName) => new Path2D(LINES[name]);

/** Says nothing to a screen reader: the words stand beside it, or on its button. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={LINES[name]} />
    </svg>
  );
}
