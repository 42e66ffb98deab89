/** The machines that a package is built for. */
export interface Architecture {
  /** As Debian names it. */
  debian: 'arm64' | 'amd64';
  /** As Node and npm do. */
  npm: 'arm64' | 'x64';
  /** Of libsql's binary, which is a package of its own for each machine. */
  libsql: string;
}

export const ARCHITECTURES: readonly Architecture[] = [
  { debian: 'arm64', npm: 'arm64', libsql: '@libsql/linux-arm64-gnu' },
  { debian: 'amd64', npm: 'x64', libsql: '@libsql/linux-x64-gnu' },
];
