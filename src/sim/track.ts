import type { Curve, Phase, Ripple, Segment } from './motion.ts';
import { endS, minimumJerk } from './motion.ts';

interface Step {
  phase: Phase;
  durationS: number;
  toMm?: number;
  carried?: number;
  massKg?: number;
  onPlatform?: number;
  handN?: number;
  ripples?: readonly Ripple[];
  curve?: Curve;
}

/** Lays segments end to end; what a step doesn't name stays as the step before left it. */
export class Track {
  readonly segments: Segment[] = [];
  #last: Segment;

  constructor(last: Segment) {
    this.#last = last;
  }

  get tS(): number {
    return endS(this.#last);
  }

  get last(): Segment {
    return this.#last;
  }

  get heightMm(): number {
    return this.#last.heightMm.to;
  }

  get massKg(): number {
    return this.#last.massKg.to;
  }

  add(step: Step): Segment {
    const before = this.#last;
    const segment: Segment = {
      phase: step.phase,
      startS: this.tS,
      // A stretch shorter than this would divide by nearly zero; the difference is invisible.
      durationS: Math.max(step.durationS, 1e-3),
      heightMm: { from: before.heightMm.to, to: step.toMm ?? before.heightMm.to },
      carried: { from: before.carried.to, to: step.carried ?? before.carried.to },
      massKg: { from: before.massKg.to, to: step.massKg ?? before.massKg.to },
      onPlatform: { from: before.onPlatform.to, to: step.onPlatform ?? before.onPlatform.to },
      handN: step.handN ?? 0,
      ripples: step.ripples ?? [],
      curve: step.curve ?? minimumJerk,
    };
    this.segments.push(segment);
    this.#last = segment;
    return segment;
  }
}
