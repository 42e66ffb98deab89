/** The firmware written from the page, with real avrdude against a boot loader behind a pseudo terminal. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { progressOf } from '../../src/app/flash/avrdude.ts';
import type { FlashState } from '../../src/contracts/flash.ts';
import type { AuditPage } from '../../src/contracts/members.ts';
import { flashBench } from '../support/flash-bench.ts';
import { startStation } from '../support/station.ts';

const M328P = { protocol: 'stk500v1', signature: [0x1e, 0x95, 0x0f], flashBytes: 32_768 } as const;
const has = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined;
const missing = [...(has('socat', '-V') ? [] : ['socat']), ...(has('avrdude', '-?') ? [] : ['avrdude'])];
const whyNot = missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')} not present)`;
const LONG = { timeout: 180_000 };

async function atStation(port: string) {
  const { station, asAdmin, page } = await startStation({
    yaml: `mqtt: { url: none }\nbays: [{ id: bay-1, board: { port: ${port} } }, { id: bay-2, name: Second }]`,
  });
  const at = (bay: string) => `${page}/api/v1/bays/${bay}/board/flash`;
  const flash = (body: object, bay = 'bay-1') =>
    asAdmin(at(bay), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const state = async (bay = 'bay-1') => (await (await asAdmin(at(bay))).json()) as FlashState;
  return { station, asAdmin, page, flash, state };
}
const ended = { timeout: 120_000, interval: 50 };

describe.skipIf(missing.length > 0)(`flash from the page${whyNot}`, LONG, () => {
  it('pauses the bay, says how far it is, and the bay is back with the new firmware', async () => {
    const { path, bootloader } = await flashBench('uno', M328P);
    const { station, asAdmin, page, flash, state } = await atStation(path);
    const [bay] = station.bays;
    expect(await state()).toMatchObject({ phase: 'idle', percent: 0 });
    expect((await flash({ board: 'uno', port: null })).status).toBe(202);
    expect(bay!.isBoardPaused).toBe(true);
    expect(bay!.board).toMatchObject({ state: 'starting', reasons: [{ kind: 'flashing' }] });
    // One at a time, on any bay.
    const second = await flash({ board: 'uno', port: path }, 'bay-2');
    expect([second.status, await second.json()]).toEqual([409, expect.objectContaining({ kind: 'flash-in-progress' })]);
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const { phase, percent } = await state();
          seen.add(phase);
          if (percent > 0 && percent < 100) seen.add(`${phase} on the way`);
          return phase;
        },
        { ...ended, interval: 5 },
      )
      .toBe('done');
    expect([...seen]).toEqual(expect.arrayContaining(['writing', 'asking', 'done']));
    // Writing is over at once on a quick machine.
    expect([...seen].join()).toMatch(/(writing|checking) on the way/);
    expect((await state()).firmware).toMatch(/^Lockout \d/);
    expect(bootloader.flash.some((byte) => byte !== 0xff)).toBe(true);
    // It is the bay's own process again that talks to the board.
    expect(bay!.isBoardPaused).toBe(false);
    await expect.poll(() => bay!.boardStatus?.firmware ?? null, ended).toMatch(/^Lockout \d/);
    const audit = (await (await asAdmin(`${page}/api/v1/audit?kind=board-flashed`)).json()) as AuditPage;
    expect(audit.rows.map(({ afterJson }) => JSON.parse(afterJson))).toEqual([{ bay: 'bay-1', board: 'uno' }]);
  });

  it('another chip: nothing is written, the reason is there, and the bay tries its board again', async () => {
    const { path, bootloader } = await flashBench('uno', { ...M328P, signature: [0x1e, 0x94, 0x06] });
    const { station, flash, state } = await atStation(path);
    expect((await flash({ board: 'uno', port: null })).status).toBe(202);
    await expect.poll(async () => (await state()).phase, ended).toBe('failed');
    expect((await state()).problem).toMatchObject({ kind: 'flash-wrong-chip', params: { chip: 'm168' } });
    expect(bootloader.flash.every((byte) => byte === 0xff)).toBe(true);
    expect(station.bays[0]!.isBoardPaused).toBe(false);
  });
});

describe('what is refused before a board is touched', LONG, () => {
  it('a simulated bay, ports of others, ports without a board, an unknown bay, and any of it in mid-set', async () => {
    const { station, page, flash } = await atStation('/dev/serial/by-id/usb-of_nobody');
    const kindOf = async (answer: Response) => [answer.status, ((await answer.json()) as { kind: string }).kind];
    expect(await kindOf(await flash({ board: 'uno', port: null }, 'bay-2'))).toEqual([422, 'flash-no-board']);
    const taken = await flash({ board: 'uno', port: '/dev/serial/by-id/usb-of_nobody' }, 'bay-2');
    expect(await kindOf(taken)).toEqual([422, 'flash-port-taken']);
    expect(await kindOf(await flash({ board: 'uno', port: '/etc/passwd' }, 'bay-2'))).toEqual([
      422,
      'flash-port-unknown',
    ]);
    expect(await kindOf(await flash({ board: 'due', port: null }))).toEqual([400, 'invalid-input']);
    expect(await kindOf(await flash({ board: 'uno', port: null }, 'bay-9'))).toEqual([404, 'no-such-bay']);
    expect((await fetch(`${page}/api/v1/bays/bay-1/board/flash`)).status).toBe(403);
    const second = station.bays[1]!;
    await expect.poll(() => second.current.view.inSet, { timeout: 60_000 }).toBe(true);
    await expect(second.pauseBoard()).rejects.toThrow(/set is in progress/);
    expect(second.isBoardPaused).toBe(false);
  });
});

describe('how far avrdude is', () => {
  const signature = 'Reading | ################################################## | 100% 0.00s\n';
  it.each([
    ['', 'writing', 0],
    [signature, 'writing', 0],
    [`${signature}Writing | ##########`, 'writing', 20],
    [`${signature}Writing | ${'#'.repeat(50)} | 100% 3.1s\n`, 'writing', 100],
    [`${signature}Writing | ${'#'.repeat(50)} | 100% 3.1s\nReading | #####`, 'checking', 10],
  ] as const)('%j', (output, step, percent) => {
    expect(progressOf(output)).toEqual({ step, percent });
  });
});
