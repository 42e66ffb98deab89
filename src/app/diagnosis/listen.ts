/** Listens to one board for a while, without changing how it runs. */
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../common/clock.ts';
import type { BoardReasonCode } from '../../contracts/board-reasons.ts';
import type { BoardHealth, BoardStatus, RawSample } from '../../rig/messages.ts';
import type { BoardSupervisor } from '../../rig/supervisor.ts';
import type { Observation } from './observation.ts';

/** A full Uno resets, boots for 2 s, and a VL53L1X then takes a second to its first reading. */
const START_UP_MS = 15_000;
/** After the first readings an HX711 settles, and a load cell's first value is garbage. */
const SETTLE_MS = 500;
/** The board sends its counters four times a second. */
const COUNTERS_MS = 600;

/** @param before counters known already; without them, the first ones heard. */
export async function listen(
  supervisor: BoardSupervisor,
  seconds: number,
  before: BoardStatus | null = null,
): Promise<Observation> {
  const samples: RawSample[] = [];
  let after: BoardStatus | null = before;
  let first = before;
  let trouble = troubleOf(supervisor.state);
  const onSamples = (some: RawSample[]) => samples.push(...some);
  const onStatus = (status: BoardStatus) => {
    first ??= status;
    after = status;
  };
  const onState = (health: BoardHealth) => {
    if (trouble.length === 0) trouble = troubleOf(health);
  };
  supervisor.on('samples', onSamples);
  supervisor.on('status', onStatus);
  supervisor.on('state', onState);
  const startMs = systemClock.monoMs();
  await delay(seconds * 1000);
  const listenedS = Math.round(systemClock.monoMs() - startMs) / 1000;
  supervisor.off('samples', onSamples);
  supervisor.off('status', onStatus);
  supervisor.off('state', onState);
  return { listenedS, samples, health: supervisor.state, trouble, before: first, after };
}

/** Opens a board that no station holds, listens, and lets it go. */
export async function listenAlone(supervisor: BoardSupervisor, seconds: number): Promise<Observation> {
  supervisor.start();
  try {
    const isUp = await untilSettled(supervisor);
    return await listen(supervisor, isUp ? seconds : 0);
  } finally {
    await supervisor.stop();
  }
}

const HOPELESS: readonly BoardReasonCode['kind'][] = ['port-missing', 'port-forbidden', 'port-in-use'];

/** Waits until the board delivers; false when it doesn't. */
async function untilSettled(supervisor: BoardSupervisor): Promise<boolean> {
  const deadlineMs = systemClock.monoMs() + START_UP_MS;
  while (systemClock.monoMs() < deadlineMs) {
    const { state, reasons } = supervisor.state;
    if (state === 'ok' || state === 'degraded') {
      await delay(SETTLE_MS + COUNTERS_MS);
      return true;
    }
    // A port that isn't there or may not be opened won't be in ten seconds either; a board that is silent may be booting.
    if (state === 'lost' && reasons.some(({ kind }) => HOPELESS.includes(kind))) return false;
    await delay(100);
  }
  return false;
}

const troubleOf = ({ state, reasons }: BoardHealth): BoardHealth['reasons'] =>
  state === 'degraded' || state === 'lost' ? reasons : [];
