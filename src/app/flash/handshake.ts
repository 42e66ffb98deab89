/** Opens a board that was just flashed and asks who it is, the way the station will. */
import { BOARD_KINDS } from '../../../firmware-bridge/protocol.ts';
import type { BoardStatus } from '../../rig/messages.ts';
import { BoardSupervisor } from '../../rig/supervisor.ts';
import { ProblemError } from '../../web/index.ts';
import type { FlashBoardName } from './boards.ts';

/** A Nano's old boot loader waits 2 s for another program before it starts this one. */
const PATIENCE_MS = 12_000;

/**
 * @returns name and version of the firmware that answers
 * @throws Error with the rig's own reason when none does, or it is the firmware of another board
 */
export async function askFirmware(port: string, baud: number, board: FlashBoardName): Promise<string> {
  const supervisor = new BoardSupervisor({ config: { bayId: 'flash', port, baud, sensors: [] } });
  try {
    const status = await firstStatus(supervisor);
    const kind = status.device?.boardKind;
    if (kind !== BOARD_KINDS[board]) throw new ProblemError('flash-other-kind', { board });
    return `${status.firmware}, protocol ${status.device?.protocolVersion}`;
  } finally {
    await supervisor.stop();
  }
}

function firstStatus(supervisor: BoardSupervisor): Promise<BoardStatus> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ProblemError('flash-silent', { reason: supervisor.state.reason }));
    }, PATIENCE_MS);
    supervisor.once('status', (status) => {
      clearTimeout(timer);
      resolve(status);
    });
    supervisor.start();
  });
}
