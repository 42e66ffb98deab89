/** Plain SVG, without a library: a cumulative curve per series, or bars. */
export interface Series {
  readonly label: string;
  readonly values: readonly number[];
}

const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 60;
const BOTTOM = 40;
const TOP = 30;
/** Points of a curve: more of them can't be told apart. */
const POINTS = 200;
const COLOURS = ['#0b6e4f', '#c8553d', '#3d5a80', '#8f6593', '#a68a00'];

const frame = (title: string, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>
<text x="${LEFT}" y="18" font-size="14">${title}</text>
${body}
</svg>
`;

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${x}" y="${y}" ${more}>${words}</text>`;

/** Share of the values below x, from 0 to 100 %. `limit`: the goal, drawn as a line. */
export function cumulative(title: string, unit: string, toX: number, limit: number, series: readonly Series[]): string {
  const x = (value: number) => LEFT + (Math.min(value, toX) / toX) * (WIDTH - LEFT - 20);
  const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);
  const lines = series.map(({ label, values }, index) => {
    const sorted = [...values].sort((a, b) => a - b);
    const count = Math.min(POINTS, sorted.length);
    const points = Array.from({ length: count }, (_, index) => {
      const below = Math.ceil(((index + 1) * sorted.length) / count);
      return `${x(sorted[below - 1]!).toFixed(1)},${y(below / sorted.length).toFixed(1)}`;
    });
    const colour = COLOURS[index % COLOURS.length];
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>
${text(WIDTH - 190, HEIGHT - BOTTOM - 14 - 18 * index, `${label} (${values.length})`, `fill="${colour}"`)}`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    text(x(share * toX) - 8, HEIGHT - 18, String(Number((share * toX).toPrecision(3)))),
    text(20, y(share) + 4, `${100 * share} %`),
  ]);
  const goal = `<line x1="${x(limit)}" x2="${x(limit)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#999" stroke-dasharray="4"/>`;
  return frame(title, [goal, ...lines, ...ticks, text(WIDTH - 60, HEIGHT - 4, unit)].join('\n'));
}

/** One bar per label, from 0 to 100 %. */
export function bars(title: string, shares: readonly { readonly label: string; readonly percent: number }[]): string {
  const stepX = (WIDTH - LEFT - 20) / shares.length;
  const y = (percent: number) => TOP + (1 - percent / 100) * (HEIGHT - TOP - BOTTOM);
  const body = shares.map(({ label, percent }, index) => {
    const left = LEFT + index * stepX + 6;
    return `<rect x="${left}" y="${y(percent)}" width="${stepX - 12}" height="${HEIGHT - BOTTOM - y(percent)}" fill="${COLOURS[index % COLOURS.length]}"/>
${text(left, y(percent) - 4, `${percent.toFixed(1)} %`)}
${text(left, HEIGHT - 20, label)}`;
  });
  return frame(title, body.join('\n'));
}

export interface Mark {
  readonly atS: number;
  readonly label: string;
}

/** Readings as dots, the truth as a line, and instants as upright lines; `at` in seconds, heights in mm. */
export function movement(
  title: string,
  readings: readonly (readonly [atS: number, heightMm: number])[],
  truth: readonly (readonly [atS: number, heightMm: number])[],
  marks: readonly Mark[],
): string {
  const times = truth.map(([atS]) => atS);
  const heights = readings.map(([, heightMm]) => heightMm);
  const [fromS, toS] = [Math.min(...times), Math.max(...times)];
  const [lowMm, highMm] = [Math.min(...heights) - 10, Math.max(...heights) + 10];
  const x = (atS: number) => (LEFT + ((atS - fromS) / (toS - fromS)) * (WIDTH - LEFT - 20)).toFixed(1);
  const y = (mm: number) => (TOP + ((highMm - mm) / (highMm - lowMm)) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const dots = readings.map(([atS, mm]) => `<circle cx="${x(atS)}" cy="${y(mm)}" r="1.6" fill="${COLOURS[1]}"/>`);
  const line = `<polyline fill="none" stroke="${COLOURS[0]}" points="${truth.map(([atS, mm]) => `${x(atS)},${y(mm)}`).join(' ')}"/>`;
  const uprights = marks.map(
    ({ atS, label }, index) =>
      `<line x1="${x(atS)}" x2="${x(atS)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#555" stroke-dasharray="4"/>
${text(Number(x(atS)) + 3, HEIGHT - BOTTOM - 60 + 14 * (index % 4), label)}`,
  );
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    text(Number(x(fromS + share * (toS - fromS))) - 8, HEIGHT - 18, (share * (toS - fromS)).toFixed(2)),
    text(20, Number(y(lowMm + share * (highMm - lowMm))) + 4, (lowMm + share * (highMm - lowMm)).toFixed(0)),
  ]);
  return frame(
    title,
    [...uprights, line, ...dots, ...ticks, text(WIDTH - 60, HEIGHT - 4, 's'), text(20, 18, 'mm')].join('\n'),
  );
}
