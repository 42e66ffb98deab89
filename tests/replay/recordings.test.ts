import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { exercises } from '../../src/contracts/exercises.ts';
import { createRecordingParser, createRowReader } from '../../src/contracts/recording.ts';
import { type CoreEvent, createState, type State, step } from '../../src/core/index.ts';
import { distortedErrors } from '../evaluate/perturbed.ts';
import { errorOf, type Folder, namesIn, pathOf, present, resultOf, tooMany } from './recordings.ts';

if (!present) {
  it.skip('skipped: recordings not present', () => {});
}

describe.runIf(present)('recordings', () => {
  it.each(namesIn('lift'))('lift/%s: the true count', async (name) => {
    const result = await resultOf('lift', name);
    expect(errorOf(result)).toBe(0);
  });

  it.each(namesIn('lift'))('lift/%s: each counted rep is measured', async (name) => {
    const { document } = await resultOf('lift', name);
    const counted = document.movements.filter(({ verdict }) => verdict === 'counted');
    for (const rep of counted) {
      expect(rep.romMm).toBeGreaterThan(100);
      expect(rep.meanVelocityMps).toBeGreaterThan(0.05);
      expect(rep.peakVelocityMps).toBeGreaterThan(rep.meanVelocityMps!);
      expect(rep.lockoutS).toBeGreaterThan(rep.startS);
    }
  });

  it.each(namesIn('lift'))('lift/%s: the same count, however it is distorted', (name) => {
    const errors = distortedErrors('lift', name);
    expect(Object.keys(errors).length).toBeGreaterThan(6);
    expect(Object.entries(errors).filter(([, error]) => error !== 0)).toEqual([]);
  });

  it.each(namesIn('rest'))('rest/%s: no rep', async (name) => {
    const { document } = await resultOf('rest', name);
    expect(document.countedReps).toBe(0);
  });

  it.each(namesIn('fault'))('fault/%s: reported unreliable, and not one rep too many', async (name) => {
    const result = await resultOf('fault', name);
    const { channels, movements } = result.document;
    expect(tooMany(result)).toBe(0);
    expect(channels[channels.height === 'absent' ? 'force' : 'height']).toBe('unreliable');
    for (const { verdict, reasons } of movements) if (verdict !== 'counted') expect(reasons.length).toBeGreaterThan(0);
  });

  // The first reading that no bar can have made, read off the files by eye.
  it.each([
    ['L1', 6.55],
    ['R1', 15.29],
    ['R1_pre_gap_idle', 67.94],
    ['dual_standing_Any', 7.32],
    ['dual_standing_Felix', 31.31],
    ['dual_standing_Gio', 14.41],
    ['dual_standing_Lehnuebungen', 35.33],
    ['dual_standing_Max', 20.83],
  ])('fault/%s: flagged within 2 s of the fault at %d s', async (name, faultS) => {
    const { events } = await eventsOf('fault', name);
    const flagged = events.flatMap((event) =>
      event.kind === 'channel' && event.status === 'unreliable' ? [event.atUs / 1e6] : [],
    );
    expect(flagged.some((atS) => atS >= faultS - 0.2 && atS <= faultS + 2) || flagged.some((atS) => atS < 2)).toBe(
      true,
    );
  });

  it.each(namesIn('force'))('force/%s: within one rep, and none for an isometric pull', async (name) => {
    const result = await resultOf('force', name);
    if (name.startsWith('imtp')) expect(result.document.countedReps).toBe(0);
    else expect(errorOf(result)).toBeLessThanOrEqual(1);
  });

  it('accel: within one rep in 95 % of the sets, on force alone', async () => {
    const errors: number[] = [];
    for (const name of namesIn('accel')) errors.push(errorOf(await resultOf('accel', name)) ?? 0);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((error) => error <= 1).length / errors.length).toBeGreaterThanOrEqual(0.95);
  });

  async function eventsOf(folder: Folder, name: string): Promise<{ events: CoreEvent[]; state: State | null }> {
    const parser = createRecordingParser();
    const inputsOf = createRowReader();
    let state: State | null = null;
    const events: CoreEvent[] = [];
    for await (const line of createInterface({ input: createReadStream(pathOf(folder, name), 'utf8') })) {
      const row = parser.push(line);
      if (row === null) continue;
      const { exercise, forceMount } = parser.header();
      state ??= createState({
        profile: exercises[exercise],
        forceMount,
        heightLagMs: 0,
        forceLagMs: 0,
        targetHoldS: exercises[exercise].targetHoldS,
      });
      for (const input of inputsOf(row)) {
        const stepped = step(state, input);
        state = stepped.state;
        events.push(...stepped.events);
      }
    }
    return { events, state };
  }
});
