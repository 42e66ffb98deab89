/** Child process of the bench: the embedded broker alone. Prints its port. */
import { startEmbeddedBroker } from '../../src/mqtt/index.ts';

const broker = await startEmbeddedBroker({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${broker.port}\n`);
