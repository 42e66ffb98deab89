/** A day of a bar that nobody lifts: plates, cleaning, people walking by, long stillness, spikes. No rep may be counted. */

import { assemble } from './assemble.ts';
import { chores } from './axes-handling.ts';
import { noTruth } from './axes-kit.ts';
import { stageAt, stay } from './lifter-stage.ts';
import { seeded } from './random.ts';
import type { Scenario } from './scenario.ts';
import { doubted, garbage, spikes } from './sensor-faults.ts';
import { hx711 } from './sensor-force.ts';
import { vl53l1x } from './sensor-height.ts';

const PIECE_S = 120;

/** Pieces of two minutes, one after the other, each with its own clock from 0; `hours` in all. */
export function* handling24h(seed: number, hours = 24): Generator<Scenario> {
  const pieces = Math.ceil((hours * 3600) / PIECE_S);
  for (let piece = 0; piece < pieces; piece += 1) yield handlingPiece(seed, piece);
}

/** One piece of the day. */
export function handlingPiece(seed: number, piece: number): Scenario {
  const random = seeded(seed * 10_000 + piece, 'handling-24h');
  const busy = random.chance(0.4);
  const quiet = stageAt(random.range(120, 320), random.range(20, 150), 0);
  if (!busy) stay(quiet, PIECE_S);
  const played = busy ? chores(random, PIECE_S) : { stage: quiet, intruders: [] };
  return assemble({
    axis: 'handling-24h',
    seed: piece,
    random,
    ...played,
    height: vl53l1x(random),
    force: hx711(random),
    heightFaults: [spikes(0.001, 'hard', [1, 2]), doubted(0.01, 'single', 'constant')],
    forceFaults: [garbage(0.0005)],
    truth: noTruth,
  });
}
