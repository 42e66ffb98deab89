interface Place {
  host: string;
  port: number;
  /** what a person sets to change them */
  setHost: string;
  setPort: string;
}

/** Why a server can't listen there, and what to do; any other error as it is. */
export function listenFault(error: unknown, { host, port, setHost, setPort }: Place): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new Error(
      `port ${port} of ${host} is in use, perhaps by another Lockout; end that, or set ${setPort} to another one`,
    );
  if (code === 'EACCES') return new Error(`no rights to listen on port ${port}; set ${setPort} to one above 1023`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Error(`${host} is no address of this machine; set ${setHost}`);
  return error;
}
