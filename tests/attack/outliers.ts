/** Each measure that is far off, for whoever looks at one rep. */
import type { Result } from '../judge/result.ts';
import { heightAt, type Scenario, trueReps } from '../judge/scenario.ts';
import { movementsOf } from '../judge/score.ts';

const LIMITS = { hold: 0.15, velocity: 0.08, range: 10, load: 0.03 } as const;

export function outliers(scenario: Scenario, result: Result): string[] {
  const lines: string[] = [];
  for (const rep of trueReps(scenario)) {
    const own = movementsOf(result).find(
      (each) => each.verdict === 'counted' && each.startS < rep.topS && (each.lockoutS ?? each.startS) > rep.startS,
    );
    if (!own || rep.countable === false) continue;
    const hold = (
      what: keyof typeof LIMITS,
      told: number | null | undefined,
      truth: number | null,
      scale = 1,
    ): void => {
      if (truth === null || rep.blind.includes(what)) return;
      if (told === null || told === undefined) lines.push(`${what} not measured at ${rep.startS}`);
      else if (Math.abs(told - truth) / scale > LIMITS[what]) {
        lines.push(
          `${what} ${told.toFixed(3)} for ${truth.toFixed(3)}, rep ${rep.startS.toFixed(2)} top ${rep.topS.toFixed(2)} leaves ${rep.leaveS.toFixed(2)}; said ${own.startS.toFixed(2)} top ${own.lockoutS?.toFixed(2)}`,
        );
      }
    };
    hold('hold', own.holdS, rep.holdS);
    hold('velocity', own.meanVelocityMps, rep.meanVelocityMps);
    hold('range', own.romMm, rep.romMm);
    hold('load', own.loadKg, rep.loadKg, rep.loadKg ?? 1);
  }
  for (const { atS } of result.announced) {
    const rep = trueReps(scenario)
      .filter((each) => each.startS <= atS)
      .at(-1);
    if (!rep || rep.blind.includes('announce')) continue;
    const below = rep.topMm - heightAt(scenario.truth, atS);
    if (atS < rep.topS && below > 25) lines.push(`announced ${below.toFixed(0)} mm below at ${atS.toFixed(2)}`);
    if (atS > rep.topS + 0.15) lines.push(`announced ${(atS - rep.topS).toFixed(2)} s late at ${atS.toFixed(2)}`);
  }
  return lines;
}
