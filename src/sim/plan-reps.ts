import type { LifterConfig, Spread } from './lifter-config.ts';
import type { Ripple, Segment } from './motion.ts';
import { curveOf } from './motion.ts';
import type { Random } from './random.ts';
import type { Track } from './track.ts';
import type { RepEvent, RepSegments } from './truth.ts';
import { REP_EVENTS } from './truth.ts';

export function drawn(spread: Spread, random: Random): number {
  return typeof spread === 'number' ? spread : random.between(spread[0], spread[1]);
}

/** The sway and tremor of a bar that is carried and held; a wait too short to sway in would turn it into a jolt. */
function heldRipples(config: LifterConfig, random: Random, durationS: number): Ripple[] {
  if (durationS < 0.3) return [];
  return [
    { amplitudeMm: config.swayMm, rateHz: random.between(0.3, 0.6) },
    { amplitudeMm: config.tremorMm, rateHz: random.between(8, 10) },
  ];
}

type Planned = Omit<RepSegments, 'leaving'> & { top: Segment };

/** Lays down the repetitions of one set; the track must stand where the lift begins. */
export function planReps(track: Track, config: LifterConfig, random: Random, count: number): Planned[] {
  const bottomMm = config.bottomMm;
  const reps: Planned[] = [];
  const varied = (spread: Spread) => drawn(spread, random) * Math.max(0.5, 1 + config.tempoSpread * random.normal());

  const happens = (event: RepEvent, n: number): boolean => {
    const wanted = config.repEvents[event] ?? 0;
    if (typeof wanted !== 'number') return wanted.includes(n);
    return wanted > 0 && random.chance(wanted);
  };

  const still = (phase: 'lockout' | 'bottom', durationS: number, carried = 1) =>
    track.add({ phase, durationS, carried, ripples: carried > 0 ? heldRipples(config, random, durationS) : [] });

  const rise = (toMm: number, tired: number, events: readonly RepEvent[]): Segment[] => {
    const durationS = varied(config.concentricS) * (1 + tired);
    const curve = curveOf({
      skew: 0,
      sticking: Math.min(0.85, config.sticking + 0.6 * tired),
      stickingAt: config.stickingAt,
    });
    const fromMm = track.heightMm;
    const up = (toMm: number, durationS: number) => track.add({ phase: 'ascending', durationS, toMm, curve });
    if (events.includes('stall')) {
      const legs = [up(fromMm + (toMm - fromMm) * random.between(0.45, 0.65), durationS * 0.6)];
      const stallS = random.between(0.4, 1);
      legs.push(track.add({ phase: 'ascending', durationS: stallS, ripples: heldRipples(config, random, stallS) }));
      legs.push(up(toMm, durationS * 0.6));
      return legs;
    }
    if (events.includes('dip')) {
      const legs = [up(fromMm + (toMm - fromMm) * random.between(0.55, 0.75), durationS * 0.6)];
      legs.push(up(track.heightMm - (toMm - fromMm) * random.between(0.06, 0.14), durationS * 0.3));
      legs.push(up(toMm, durationS * 0.6));
      return legs;
    }
    return [up(toMm, durationS)];
  };

  const holdTop = (complete: boolean, events: readonly RepEvent[]): Segment => {
    const durationS = complete ? varied(config.holdS) : 0.1;
    if (!events.includes('wiggle')) return still('lockout', durationS);
    const wiggle = { amplitudeMm: random.between(8, 20), rateHz: random.between(1, 1.6) };
    return track.add({ phase: 'lockout', durationS: Math.max(durationS, 1.5), ripples: [wiggle] });
  };

  const lower = (toMm: number, events: readonly RepEvent[]): Segment => {
    const durationS = events.includes('drop') ? 0.45 : varied(config.eccentricS);
    return track.add({ phase: 'descending', durationS, toMm });
  };

  const bottom = (events: readonly RepEvent[]) => {
    if (events.includes('floor-bounce')) {
      const floorMm = track.heightMm;
      const bounceMm = config.romMm * random.between(0.06, 0.12);
      for (const riseMm of [bounceMm, bounceMm / 3]) {
        const durationS = 0.16 * Math.sqrt(riseMm / bounceMm);
        track.add({ phase: 'bottom', durationS, toMm: floorMm + riseMm });
        track.add({ phase: 'bottom', durationS, toMm: floorMm });
      }
    }
    if (config.deadStop) track.add({ phase: 'bottom', durationS: 0.15, carried: 0 });
    still('bottom', varied(config.bottomPauseS), config.deadStop ? 0 : 1);
    if (config.deadStop) track.add({ phase: 'bottom', durationS: 0.3, carried: 1 });
  };

  for (let n = 1; n <= count; n++) {
    const tired = count > 1 ? (config.fatigue * (n - 1)) / (count - 1) : 0;
    // A squat that comes up half way and is then racked would end at the top after all: the last one there is whole.
    const mayBePartial = config.start === 'bottom' || n < count;
    const events = REP_EVENTS.filter((event) => (event !== 'partial' || mayBePartial) && happens(event, n));
    const complete = !events.includes('partial');
    const share = complete ? 1 : config.partialShare * random.between(0.85, 1.15);
    const aboveMm = events.includes('overshoot') ? random.between(0.06, 0.12) * config.romMm : 0;
    const topMm =
      bottomMm + config.romMm * share + (config.topSpreadMm * random.normal() + aboveMm) * (complete ? 1 : 0);
    if (config.start === 'bottom') {
      const up = rise(topMm, tired, events);
      const top = holdTop(complete, events);
      const down = lower(bottomMm, events);
      bottom(events);
      reps.push({ n, events, complete, up, top, down });
    } else {
      const down = lower(bottomMm, events);
      bottom(events);
      const up = rise(topMm, tired, events);
      reps.push({ n, events, complete, up, top: holdTop(complete, events), down });
    }
  }
  return reps;
}
