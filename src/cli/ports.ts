/** `lockout ports`: the serial ports that are plugged in, by their stable names. */
import { Command } from 'commander';
import { listPorts } from '../rig/serial-ports.ts';

export function portsCommand(): Command {
  return new Command('ports').description('list the serial ports; put one into bays[].board.port').action(async () => {
    const ports = await listPorts();
    if (ports.length === 0) console.log('No USB serial port is present: is the board plugged in?');
    for (const port of ports)
      console.log(`${port.path}  (${port.device}) ${port.manufacturer} ${port.vendorId}:${port.productId}`);
  });
}
