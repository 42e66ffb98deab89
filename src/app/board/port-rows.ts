/** Which serial port is which board, and which bay uses it. */
import { existsSync } from 'node:fs';
import type { SerialPort } from '../../contracts/administration.ts';
import type { Config } from '../../contracts/config.ts';
import type { listPorts } from '../../rig/serial-ports.ts';
import { usbBoard } from '../../rig/usb-boards.ts';

type Port = Awaited<ReturnType<typeof listPorts>>[number];

/** Every port present, then every configured one that isn't; a simulated one has no plug. */
export function portRows(ports: readonly Port[], { bays }: Pick<Config, 'bays'>): SerialPort[] {
  const users = bays
    .flatMap(({ id, board, readers }) => [
      { bay: id, use: 'board' as const, port: board.port },
      ...readers.map(({ port }) => ({ bay: id, use: 'reader' as const, port })),
    ])
    .filter(({ port }) => !port.startsWith('simulated'));
  const present = ports.map(({ path, device, ...usb }) => {
    const { text, isLikely } = usbBoard(usb);
    const user = users.find(({ port }) => port === path || port === device);
    const { bay = null, use = null } = user ?? {};
    return { path, device, what: text, isLikelyBoard: isLikely && use !== 'reader', bay, use, isPresent: true };
  });
  const missing = users
    .filter(({ port }) => !existsSync(port) && !present.some(({ path, device }) => [path, device].includes(port)))
    .map(({ port, bay, use }) => ({
      path: port,
      device: port,
      what: 'not plugged in',
      isLikelyBoard: false,
      bay,
      use,
      isPresent: false,
    }));
  return [...present, ...missing];
}
