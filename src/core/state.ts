import { noRiseForce, type RiseForce } from './live-force.ts';
import { emptyTrace, type Trace } from './metrics/trace.ts';
import type { ForceReps } from './reps/force-reps.ts';
import type { HeightReps } from './reps/height-state.ts';
import { type KnownContext, noContext } from './sets/references.ts';
import { noSet, type SetMachine } from './sets/set-machine.ts';
import { type BeamWatch, noBeam } from './signal/beam.ts';
import { absentForce, type ForceChannel } from './signal/force-channel.ts';
import { absentHeight, type HeightChannel } from './signal/height-channel.ts';
import type { HeightFilter } from './signal/height-filter.ts';
import { type LoadWatch, noLoad } from './signal/load-watch.ts';
import { emptyOrder, type Order } from './signal/order.ts';
import type { CoreOptions } from './types.ts';

/**
 * Everything the core remembers, one part per stage. Opaque outside of src/core. It belongs to the caller that made it and is changed in
 * place by `step`; `structuredClone` of it is a snapshot from which `step` goes on as from the original. Each part is made by one literal that
 * names every field, and only ever changed: spreads of objects, a copy for each event above all, made so many shapes that V8 gave up on them, which
 * tripled the time of a step.
 */
export interface State {
  readonly options: CoreOptions;
  nowUs: number;
  readonly order: Order;
  readonly height: HeightChannel;
  readonly force: ForceChannel;
  /** Of the last reading used; says nothing while the force is absent. */
  forceN: number;
  readonly load: LoadWatch;
  readonly rise: RiseForce;
  filter: HeightFilter | null;
  readonly beam: BeamWatch;
  reps: HeightReps | null;
  /** The rise in progress was counted in the set that ended: it is none of the next one. */
  isSpent: boolean;
  /** Only while there is no height to go by. */
  forceReps: ForceReps | null;
  readonly sets: SetMachine;
  readonly trace: Trace;
  /** What the rep machine uses; follows from the rest. */
  readonly context: KnownContext;
}

export function createState(options: CoreOptions): State {
  const trace = emptyTrace();
  return {
    options,
    nowUs: Number.NEGATIVE_INFINITY,
    order: emptyOrder(),
    height: absentHeight(),
    force: absentForce(),
    forceN: 0,
    load: noLoad(),
    rise: noRiseForce(),
    filter: null,
    beam: noBeam(),
    reps: null,
    isSpent: false,
    forceReps: null,
    sets: noSet(),
    trace,
    context: noContext(options, trace),
  };
}
