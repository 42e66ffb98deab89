import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { UidFormat } from '../contracts/readers.ts';
import type { Drive } from './drive.ts';
import { eventBytes, KeyScanner } from './key-events.ts';
import { ReaderFault } from './reader-fault.ts';
import { lineTaker } from './serial-line.ts';

/**
 * Takes the keyboard for itself (EVIOCGRAB of the kernel's input.h) and passes its events on. A process of its own, because
 * Node has no ioctl, and a read that waits for a key would hold one of its four threads; Python, because every Raspberry Pi OS
 * has it. It ends when its input is closed: then the controller is gone, and must find the keyboard free again.
 */
const GRAB = `
import errno, fcntl, os, select, sys
device = os.open(sys.argv[1], os.O_RDONLY)
try:
    fcntl.ioctl(device, 0x40044590, 1)
    sys.stderr.write('exclusive\\n')
except OSError as error:
    sys.stderr.write('shared ' + errno.errorcode.get(error.errno, '?') + '\\n')
sys.stderr.flush()
while True:
    if 0 in select.select([device, 0], [], [])[0]:
        break
    events = os.read(device, 4096)
    if not events:
        break
    os.write(1, events)
`;

const shared = (reason: string) => ({ kind: 'reader-shared', params: { reason } }) as const;

/** A reader that types card numbers as a keyboard does, read as a Linux input device. */
export const driveInputDevice =
  (path: string, format: UidFormat, python = 'python3'): Drive =>
  async (sink, signal) => {
    await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
      throw explain(path, error);
    });
    const keys = new KeyScanner(eventBytes(process.arch));
    const takeText = lineTaker(sink, format);
    const onBytes = (bytes: Uint8Array) => takeText(Buffer.from(keys.push(bytes)));
    const grab = await run(python, ['-c', GRAB, path], signal, onBytes, (line) => {
      if (line === 'shared EBUSY') throw new ReaderFault({ kind: 'reader-in-use', params: { port: path } });
      if (line === 'exclusive') sink.opened();
      else if (line.startsWith('shared')) sink.opened(shared(line));
    });
    if (grab !== 'not installed') return;
    sink.opened(shared(`${python} is not installed`));
    await run('cat', [path], signal, onBytes, () => {});
  };

/** Runs until the device is gone (then it rejects with why) or `signal` is aborted. */
function run(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
  onBytes: (bytes: Uint8Array) => void,
  onLine: (line: string) => void,
): Promise<'ended' | 'not installed'> {
  return new Promise((resolve, reject) => {
    // Its input stays open as long as this process lives.
    const child = spawn(command, args, { stdio: 'pipe', signal });
    let fault: Error | null = null;
    let lastLine = '';
    child.stdout.on('data', onBytes);
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLine = line;
      try {
        onLine(line);
      } catch (error) {
        fault = error as Error;
        child.kill();
      }
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve('not installed');
      else fault = error;
    });
    child.on('close', () => {
      if (signal.aborted) resolve('ended');
      else {
        const reason = lastLine.includes('Error') ? lastLine : '';
        reject(fault ?? new ReaderFault({ kind: 'reader-unplugged', params: { reason } }));
      }
    });
  });
}

function explain(port: string, { code, message }: NodeJS.ErrnoException): Error {
  if (code === 'ENOENT') return new ReaderFault({ kind: 'reader-input-missing', params: { port } });
  if (code === 'EACCES' || code === 'EPERM')
    return new ReaderFault({ kind: 'reader-forbidden', params: { port, group: 'input' } });
  return new Error(`${port} can't be opened: ${message}`);
}
