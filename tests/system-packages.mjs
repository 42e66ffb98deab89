// System packages that some tests need: a real browser, a real broker, Prometheus's checker of metrics, the firmware's compiler, a pty.
// Installed where this may (root or password-free sudo, Debian); elsewhere the tests that need them say that they were skipped.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

const NEEDED = [
  { package: 'chromium', proof: '/usr/bin/chromium' },
  { package: 'chromium-headless-shell', proof: '/usr/lib/chromium/chromium-headless-shell' },
  { package: 'mosquitto', proof: '/usr/sbin/mosquitto' },
  { package: 'postgresql', proof: '/usr/share/postgresql-common/pg_wrapper' },
  { package: 'prometheus', proof: '/usr/bin/promtool' },
  { package: 'socat', proof: '/usr/bin/socat' },
  { package: 'avrdude', proof: '/usr/bin/avrdude' },
  { package: 'gcc-avr', proof: '/usr/bin/avr-gcc' },
  { package: 'avr-libc', proof: '/usr/lib/avr/include/avr/io.h' },
  { package: 'arduino-core-avr', proof: '/usr/share/arduino/hardware/arduino/avr/boards.txt' },
];

/** Resolves when they are there, or can't be. */
export async function ensureSystemPackages() {
  const missing = NEEDED.filter(({ proof }) => !existsSync(proof)).map((entry) => entry.package);
  if (missing.length === 0) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const may = existsSync('/usr/bin/apt-get') && (sudo.length === 0 || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (may) {
    console.log(`Installing ${missing.join(', ')} (apt-get) ...`);
    // One process for both, which goes on while a build keeps this one busy.
    const both = `apt-get update -qq; apt-get install -y -qq --no-install-recommends ${missing.join(' ')}`;
    const [program, ...args] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'sh', '-c', both];
    await once(spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }), 'exit');
  }
  const still = NEEDED.filter(({ proof }) => !existsSync(proof)).map((entry) => entry.package);
  if (still.length > 0) {
    console.warn(
      `Not installed: ${still.join(', ')}. The tests that need them are skipped. On Debian: sudo apt-get install ${still.join(' ')}`,
    );
  }
}
