/**
 * Draws `wiring-*.svg` from wiring.ts: `npm run build && node dist/firmware-bridge/drawings/draw.js`. A test fails when the
 * files differ. Schematic: a board's pins stand beside the part they go to, not where they are on the board.
 */
import { writeFileSync } from 'node:fs';
import { BOARD_TITLES, type BoardName, type Net, type Part, type Pin, WIRINGS, type Wiring } from './wiring.ts';

const BOARD = { left: 30, right: 220 };
const RAIL_X = { '5V': 262, GND: 290 };
const PART = { left: 560, right: 730 };
const BEYOND = { left: 860, right: 1010 };
const TOP = 120;
const PITCH = 34;
const HEAD = 52;
const GAP = 26;
const SHARED_X = 500;

const STYLE = `
    .paper { fill: #ffffff; stroke: #d0d4d9 }
    .halo { stroke: #ffffff; stroke-width: 9; fill: none }
    .box { fill: #f4f6f8; stroke: #2b3036; stroke-width: 2 }
    text { font: 15px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1c2126 }
    .title { font-size: 20px; font-weight: 600 }
    .name { font-size: 16px; font-weight: 600 }
    .pin { font-weight: 600 }
    .small { font-size: 13px; fill: #4c5560 }
    .key { font: 13px ui-monospace, 'DejaVu Sans Mono', monospace; fill: #4c5560 }
    .wire { fill: none; stroke-width: 3 }
    .red { stroke: #c62828 } .low { stroke: #d81b60; stroke-dasharray: 14 4 } .black { stroke: #1c2126 } .green { stroke: #2e7d32 } .white { stroke: #9aa3ad; stroke-dasharray: 9 4 }
    .sda { stroke: #1565c0 } .scl { stroke: #b26a00 } .signal { stroke: #7b1fa2 }
    .dot-red { fill: #c62828 } .dot-black { fill: #1c2126 } .dot-sda { fill: #1565c0 } .dot-scl { fill: #b26a00 }
    .resistor { fill: #ffffff; stroke: #1c2126; stroke-width: 2 }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #14181c; stroke: #3a424b } .halo { stroke: #14181c } .box { fill: #1f252b; stroke: #c9d1d9 }
      text { fill: #e6edf3 } .small, .key { fill: #a9b4bf }
      .red { stroke: #ff6b60 } .low { stroke: #ff80ab } .black { stroke: #c9d1d9 } .green { stroke: #66c26b } .white { stroke: #ffffff }
      .sda { stroke: #6cb6ff } .scl { stroke: #f0b040 } .signal { stroke: #d2a8ff }
      .dot-red { fill: #ff6b60 } .dot-black { fill: #c9d1d9 } .dot-sda { fill: #6cb6ff } .dot-scl { fill: #f0b040 }
      .resistor { fill: #14181c; stroke: #c9d1d9 }
    }`;

interface PlacedPin extends Pin {
  y: number;
}
interface PlacedPart extends Omit<Part, 'pins'> {
  top: number;
  bottom: number;
  pins: PlacedPin[];
}

export function drawWiring({ board, boardTitle, title, description, parts }: Wiring): string {
  const placed = place(parts);
  const bottom = placed.at(-1)!.bottom;
  const width = parts.some(({ beyond }) => beyond) ? BEYOND.right + 30 : PART.right + 30;
  const pins = placed.flatMap((part) => part.pins);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 70}" role="img" aria-labelledby="t d">`,
    `  <title id="t">${title}</title>`,
    `  <desc id="d">${description} ${inWords(pins, board)}</desc>`,
    `  <style>${STYLE}\n  </style>`,
    `  <rect class="paper" x="1" y="1" width="${width - 2}" height="${bottom + 68}" rx="8"/>`,
    text(30, 40, 'title', title),
    text(30, 64, 'small', description),
    rect('box', BOARD.left, TOP - 34, BOARD.right - BOARD.left, bottom - TOP + 34),
    text(BOARD.left + 14, TOP - 8, 'name', boardTitle ?? BOARD_TITLES[board]),
    ...rails(pins),
    ...signals(pins, board),
    ...placed.flatMap(box),
    text(30, bottom + 34, 'small', 'A dot joins two wires; wires that cross without a dot don’t touch.'),
    text(
      30,
      bottom + 54,
      'small',
      board === 'uno' ? 'A Nano prints a D before the number: 4 is D4.' : 'The pin numbers stand beside the headers.',
    ),
    '</svg>',
    '',
  ].join('\n');
}

function place(parts: readonly Part[]): PlacedPart[] {
  let top = TOP - 34;
  return parts.map((part) => {
    const pins = part.pins.map((pin, index) => ({ ...pin, y: top + HEAD + 18 + index * PITCH }));
    const rows = Math.max(pins.length, part.beyond?.wires.length ?? 0);
    const bottom = top + HEAD + rows * PITCH + 6;
    const placed = { ...part, pins, top, bottom };
    top = bottom + GAP;
    return placed;
  });
}

const SUPPLY_COLOURS = { '5V': 'red', '3.3V': 'low', GND: 'black' };

function colourOf(to: Net, name = ''): string {
  if (typeof to === 'string') return SUPPLY_COLOURS[to];
  if (/SDA|HV1/.test(name)) return 'sda';
  return /SCL|HV2/.test(name) ? 'scl' : 'signal';
}

/** One vertical wire for each supply, from the board's pin beside the first part that takes it down to the last. */
function rails(pins: readonly PlacedPin[]): string[] {
  const nets = (['5V', 'GND'] as const).map((net) => ({
    net,
    x: RAIL_X[net],
    users: pins.filter(({ to }) => to === net),
  }));
  const used = nets.filter(({ users }) => users.length > 0);
  const lines = used.map(({ net, x, users }) => wire(colourOf(net), `M${x} ${users[0]!.y}V${users.at(-1)!.y}`));
  const branches = used.flatMap(({ net, x, users }) =>
    users.flatMap(({ y }, index) => [
      ...level(colourOf(net), index === 0 ? BOARD.right : x, PART.left, y),
      ...(index === 0 ? [text(BOARD.right - 12, y + 5, 'pin', net, 'end')] : []),
      ...(users.length > 1 ? [dot(colourOf(net), x, y)] : []),
    ]),
  );
  return [...lines, ...branches];
}

/** A wire straight across from the board for each pin; parts that share a pin hang on the first one's wire. */
function signals(pins: readonly PlacedPin[], board: BoardName): string[] {
  const firstY = new Map<string, number>();
  return pins.flatMap(({ name, to, y, resistor }) => {
    if (to === '5V' || to === 'GND') return [];
    const pin = to === '3.3V' ? to : to[board];
    const key = typeof to === 'object' ? to.key : undefined;
    const colour = colourOf(to, name);
    const joinedY = firstY.get(pin);
    if (joinedY === undefined) {
      firstY.set(pin, y);
      return [
        ...level(colour, BOARD.right, PART.left, y),
        text(BOARD.right - 12, y + 5, 'pin', pin, 'end'),
        ...(key ? [text(312, y - 7, 'key', key)] : []),
        ...(resistor ? [rect('resistor', 476, y - 8, 56, 16), text(504, y - 14, 'small', resistor, 'middle')] : []),
      ];
    }
    const x = SHARED_X + (colour === 'scl' ? 24 : 0);
    return [
      wire('halo', `M${x} ${joinedY + 6}V${y}`),
      wire(colour, `M${x} ${joinedY}V${y}H${PART.left}`),
      dot(colour, x, joinedY),
    ];
  });
}

function box({ title, hint, pins, top, bottom, beyond }: PlacedPart): string[] {
  const head = (x: number) => [
    text(x + 14, top + 24, 'name', title),
    ...(hint ? [text(x + 14, top + 43, 'small', hint)] : []),
  ];
  const near = [
    rect('box', PART.left, top, PART.right - PART.left, bottom - top),
    ...head(PART.left),
    ...pins.map(({ name, y }) => text(PART.left + 12, y + 5, 'pin', name)),
  ];
  if (!beyond) return near;
  const far = beyond.wires.flatMap(({ from, to, colour }, index) => {
    const y = pins[0]!.y + index * PITCH;
    return [
      wire(colour, `M${PART.right} ${y}H${BEYOND.left}`),
      text(PART.right - 12, y + 5, 'pin', from, 'end'),
      text(BEYOND.left + 12, y + 5, 'pin', to),
    ];
  });
  const frame = rect('box', BEYOND.left, top, BEYOND.right - BEYOND.left, bottom - top);
  return [...near, frame, text(BEYOND.left + 12, top + 24, 'name', beyond.title), ...far];
}

const inWords = (pins: readonly PlacedPin[], board: BoardName): string =>
  `${pins.map(({ name, to }) => `${name} to ${typeof to === 'string' ? to : to[board]}`).join(', ')}.`;

const level = (colour: string, fromX: number, toX: number, y: number): string[] => [
  wire('halo', `M${fromX + 8} ${y}H${toX}`),
  wire(colour, `M${fromX} ${y}H${toX}`),
];
const wire = (colour: string, path: string): string =>
  `  <path class="${colour === 'halo' ? 'halo' : `wire ${colour}`}" d="${path}"/>`;
const dot = (colour: string, x: number, y: number): string =>
  `  <circle class="dot-${colour}" cx="${x}" cy="${y}" r="6"/>`;
const rect = (name: string, x: number, y: number, width: number, height: number): string =>
  `  <rect class="${name}" x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>`;
const text = (x: number, y: number, name: string, words: string, anchor = 'start'): string =>
  `  <text class="${name}" x="${x}" y="${y}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${words}</text>`;

export const DRAWINGS = new URL(
  import.meta.url.includes('/dist/') ? '../../../firmware-bridge/drawings/' : './',
  import.meta.url,
);

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].replaceAll('\\', '/')))
  for (const wiring of WIRINGS) writeFileSync(new URL(wiring.file, DRAWINGS), drawWiring(wiring));
