/** The embedded broker's real worker, which overflows its stack whenever the file named in LOCKOUT_TEST_CRASH_FILE appears. */
import { existsSync, rmSync } from 'node:fs';
import '../../src/mqtt/broker-worker.ts';

const file = process.env.LOCKOUT_TEST_CRASH_FILE!;
const overflow = (depth: number): number => 1 + overflow(depth + 1);
setInterval(() => {
  if (!existsSync(file)) return;
  rmSync(file);
  overflow(0);
}, 10);
