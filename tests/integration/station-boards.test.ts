/** What an admin does with boards without a shell: which port is which, and restarting one. */
import { describe, expect, it } from 'vitest';
import type { SerialPort, Versions } from '../../src/contracts/administration.ts';
import type { AuditPage } from '../../src/contracts/members.ts';
import { startStation } from '../support/station.ts';

const MISSING = '/dev/serial/by-id/usb-Arduino_of_nobody';

describe('boards from the page', () => {
  it('says which bay uses a port that is not plugged in, and that the clock and the addresses are known', async () => {
    const { asAdmin, page } = await startStation({ yaml: `bays: [{ board: { port: ${MISSING} } }]` });
    const { ports } = (await (await asAdmin(`${page}/api/v1/ports`)).json()) as { ports: SerialPort[] };
    expect(ports.find(({ path }) => path === MISSING)).toMatchObject({ bay: 'bay-1', use: 'board', isPresent: false });
    const versions = (await (await asAdmin(`${page}/api/v1/versions`)).json()) as Versions;
    expect(Math.abs(Date.parse(versions.time.at) - Date.now())).toBeLessThan(60_000);
    expect(Array.isArray(versions.addresses)).toBe(true);
    // A screen of a bay sees none of it.
    expect((await fetch(`${page}/api/v1/ports`)).status).toBe(403);
  });

  it('restarts a board between sets and refuses it in mid-set', async () => {
    const { station, asAdmin, page } = await startStation({ yaml: 'bays: [{ simulator: { seed: 13 } }]' });
    const [bay] = station.bays;
    const restart = (id = 'bay-1') => asAdmin(`${page}/api/v1/bays/${id}/board/restart`, { method: 'POST' });
    await expect.poll(() => bay!.board.state).toBe('ok');
    const states: string[] = [];
    bay!.supervisor.on('state', ({ state }) => states.push(state));
    expect((await fetch(`${page}/api/v1/bays/bay-1/board/restart`, { method: 'POST' })).status).toBe(403);
    expect((await restart()).status).toBe(204);
    await expect.poll(() => states.at(-1)).toBe('ok');
    expect(states.length).toBeGreaterThan(1);
    const audit = (await (await asAdmin(`${page}/api/v1/audit?kind=board-restarted`)).json()) as AuditPage;
    expect(audit.rows).toMatchObject([{ kind: 'board-restarted', after: { bay: 'bay-1' } }]);
    expect((await restart('bay-9')).status).toBe(404);

    await expect.poll(() => bay!.current.view.inSet).toBe(true);
    const refused = await restart();
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ type: 'urn:lockout:problem:in-set' });
  });
});
