import { afterAll, expect, it } from 'vitest';
import type { BoardStatus, RawSample } from '../../src/rig/messages.ts';
import { BoardSupervisor } from '../../src/rig/supervisor.ts';
import { boardConfig, until } from './rig-support.ts';

const BAYS = 8;
const SAMPLES = 400; // three seconds of both sensors

const bays: { supervisor: BoardSupervisor; samples: RawSample[]; status?: BoardStatus }[] = [];
afterAll(() => Promise.all(bays.map(({ supervisor }) => supervisor.stop())));

it('eight bays run side by side without a missed frame', async () => {
  for (let i = 1; i <= BAYS; i++) {
    const bay: (typeof bays)[number] = {
      supervisor: new BoardSupervisor({ config: boardConfig({ bayId: `bay-${i}` }) }),
      samples: [],
    };
    bay.supervisor.on('samples', (samples) => bay.samples.push(...samples));
    bay.supervisor.on('status', (status) => {
      bay.status = status;
    });
    bays.push(bay);
    bay.supervisor.start();
  }
  await until(() => bays.every(({ samples }) => samples.length >= SAMPLES), 'samples of all eight', 60_000);
  for (const { samples, status, supervisor } of bays) {
    for (const slot of [0, 1]) {
      const seqs = samples.filter((sample) => sample.slot === slot).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, n) => n));
    }
    expect(status!.link).toMatchObject({ framesBadCrc: 0, framesBadLength: 0, framesUnexpected: 0, parserFaults: 0 });
    expect(status!.device!.samplesDropped).toBe(0);
    expect(supervisor.restarts).toBe(0);
  }
}, 90_000);
