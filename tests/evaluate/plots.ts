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
    const points = sorted.map((value, at) => `${x(value).toFixed(1)},${y((at + 1) / sorted.length).toFixed(1)}`);
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
