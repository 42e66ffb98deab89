/** What happens to a gym, drawn from a seed: who taps where, and what fails from when to when. Milliseconds count from its start. */
import { type Random, seeded } from '../judge/random.ts';

export const BAYS = ['bay-1', 'bay-2'] as const;
export const CARDS = { Mira: '04A2B3C4D5E680', Ben: '04112233445580', Ada: '04556677889980' } as const;
export type Name = keyof typeof CARDS;

/** Nothing can be written; written, but the answer is lost; nothing can be read either. */
export const DISK_FAULTS = ['disk-full', 'answer-lost', 'disk-gone'] as const;
export type DiskFault = (typeof DISK_FAULTS)[number];
type Lasting = DiskFault | 'broker-away' | 'board-silent';

export interface Fault {
  kind: Lasting;
  fromMs: number;
  toMs: number;
  bay: string;
}

export interface Story {
  seed: number;
  durationMs: number;
  taps: readonly { atMs: number; bay: string; name: Name }[];
  faults: readonly Fault[];
  clockSteps: readonly { atMs: number; byMs: number }[];
  boardRestarts: readonly { atMs: number; bay: string }[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STEPS_MS = [2_000, -2_000, HOUR_MS, -HOUR_MS, 10 * HOUR_MS, 9 * 24 * HOUR_MS];

export function storyOf(seed: number, durationMs = 8 * MINUTE_MS): Story {
  const random = seeded(seed, 'story');
  const endMs = durationMs - MINUTE_MS;
  const lasting = (kind: Lasting, longestMs: number, meanGapMs: number): Fault[] => {
    const found: Fault[] = [];
    for (let atMs = gap(random, meanGapMs); atMs < endMs; ) {
      const toMs = Math.min(endMs, atMs + random.range(200, longestMs));
      found.push({ kind, fromMs: atMs, toMs, bay: random.pick(BAYS) });
      atMs = toMs + gap(random, meanGapMs);
    }
    return found;
  };
  const moments = <T>(meanGapMs: number, draw: (atMs: number) => T): T[] => {
    const found: T[] = [];
    for (let atMs = gap(random, meanGapMs); atMs < endMs; atMs += gap(random, meanGapMs)) found.push(draw(atMs));
    return found;
  };
  return {
    seed,
    durationMs,
    taps: moments(20_000, (atMs) => ({
      atMs,
      bay: random.pick(BAYS),
      name: random.pick(Object.keys(CARDS) as Name[]),
    })),
    faults: [
      ...DISK_FAULTS.flatMap((kind) => lasting(kind, 40_000, 3 * MINUTE_MS)),
      ...lasting('broker-away', 60_000, 2 * MINUTE_MS),
      ...lasting('board-silent', 15_000, 3 * MINUTE_MS),
    ],
    clockSteps: moments(4 * MINUTE_MS, (atMs) => ({ atMs, byMs: random.pick(STEPS_MS) })),
    boardRestarts: moments(5 * MINUTE_MS, (atMs) => ({ atMs, bay: random.pick(BAYS) })),
  };
}

/** The same people, lifts and boards; only disk, broker and clock are well. */
export const unharmed = (story: Story): Story => ({
  ...story,
  faults: story.faults.filter(({ kind }) => kind === 'board-silent'),
  clockSteps: [],
});

const gap = (random: Random, meanMs: number) => -Math.log(1 - random.next()) * meanMs;
