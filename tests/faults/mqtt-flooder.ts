/** Child process: so many clients, each sending QoS 0 as fast as its socket takes it, until it is killed. */
import { connect } from 'node:net';
import { connectPacket, publishPacket } from '../integration/mqtt-bytes.ts';

const [port, clients] = process.argv.slice(2).map(Number) as [number, number];
const block = Buffer.concat(Array(500).fill(publishPacket('flood/x', Buffer.alloc(20))));
for (let i = 0; i < clients; i++) {
  const socket = connect(port, '127.0.0.1');
  const flood = () => {
    while (socket.write(block));
  };
  socket.write(connectPacket(`flooder-${i}`));
  // The broker's answer to CONNECT is the sign to begin.
  socket.once('data', flood);
  socket.on('drain', flood);
  socket.on('error', () => undefined);
}
