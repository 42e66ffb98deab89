import type { Reason } from '../core/index.ts';

/** A reason in plain English, for those who read neither its code nor another language. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'short-of-lockout':
      return `${reason.params.shortMm} mm short of lockout`;
    case 'shorter-than-set':
      return `moved ${reason.params.romMm} mm; the other reps of the set moved ${reason.params.usualMm} mm`;
    case 'larger-than-set':
      return `moved ${reason.params.romMm} mm, far more than the ${reason.params.usualMm} mm of the other reps`;
    case 'less-than-any-rep':
      return `moved ${reason.params.romMm} mm, less than any rep of this exercise (${reason.params.leastMm} mm)`;
    case 'more-than-plausible':
      return `moved ${reason.params.romMm} mm, more than is plausible for this exercise (${reason.params.mostMm} mm)`;
    case 'faster-than-plausible':
      return `moved at ${reason.params.meanVelocityMps} m/s on average, faster than a bar is lifted`;
    case 'slower-than-plausible':
      return `took ${reason.params.concentricS} s on the way up, longer than a lift takes`;
    case 'turned-back':
      return `turned back after ${reason.params.romMm} mm, before lockout`;
    case 'nothing-carried':
      return `the load cell carried ${reason.params.carriedKg} kg: nothing was lifted`;
    case 'nothing-accelerated':
      return 'the force stayed the same: something moved in the beam, but no load was lifted';
    case 'height-jumped':
      return 'the height jumped: the sensor was moved or saw something else';
    case 'hardly-seen':
      return 'the bar was hidden for most of the movement';
    case 'put-on-hooks':
      return 'up and not down again, as when the bar is put on its hooks';
    case 'force-unreliable':
      return 'counted by force alone, and the load cell is unreliable';
    case 'force-too-slow':
      return 'counted by force alone, with fewer than 20 readings a second';
    case 'force-only-alone':
      return 'a single movement, seen by force alone, may be handling of the bar';
    case 'force-only-apart':
      return "seen by force alone, long before or after the set's other reps";
    case 'force-only-light':
      return 'seen by force alone, with less than half the load of the other reps';
    case 'force-only-put-down':
      return 'seen by force alone; the load was put down at the top, as when the bar is put on its hooks';
    case 'force-only-large':
      return "seen by force alone, much larger than the set's other reps";
  }
}
