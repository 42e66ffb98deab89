/** The unit of the package, rewritten for a station that runs from a checkout: same watchdog, limits and hardening. */
interface Checkout {
  /** Absolute path of the project. */
  folder: string;
  /** Absolute paths that the station writes. */
  writes: readonly string[];
  user: string;
  /** Absolute path of Node. */
  node: string;
}

/** Lines of the package's unit that hold only where the package is. */
const OF_PACKAGE =
  /^(Documentation|Group|ExecStartPre|StateDirectory|StateDirectoryMode|UMask)=|^# (What root's|The page writes)/;

/** @param unit text of the package's `lockout.service` */
export function unitOfCheckout(unit: string, { folder, writes, user, node }: Checkout): string {
  const command = `${quoted(node)} $1 ${quoted(`${folder}/src/cli/lockout.mjs`)} run`;
  return unit
    .split('\n')
    .filter((line) => !OF_PACKAGE.test(line))
    .map((line) =>
      line
        .replace(/^User=.*/, `User=${user}`)
        .replace(/^WorkingDirectory=.*/, `WorkingDirectory=${folder}`)
        .replace(/ LOCKOUT_CONFIG=\S+/, '')
        .replace(/^ExecStart=\S+ (--.*) \S+ run$/, `ExecStart=${command}`)
        .replace(/^ReadWritePaths=.*/, `ReadWritePaths=${writes.map(quoted).join(' ')}`)
        .replace(/^ProtectHome=.*/, 'ProtectHome=read-only'),
    )
    .join('\n');
}

/** Blanks, and what systemd would fill in, are taken as they are. */
const quoted = (path: string) => {
  const plain = path.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /\s/.test(plain) ? `"${plain}"` : plain;
};
