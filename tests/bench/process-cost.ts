/** What processes cost, read from Linux's /proc. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_S = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export const canMeasure = existsSync('/proc/self/smaps_rollup');

/** The process and all below it. */
export function familyOf(pid: number): number[] {
  // Each thread has its own.
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}

/** CPU seconds used since the start. */
export function cpuS(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S; // utime and stime, proc(5)
}

/** Resident memory in MB: `rss` counts shared pages in every process, `pss` divides them. */
export function memoryMb(pid: number): { rss: number; pss: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)![1]) / 1024;
  return { rss: of('Rss'), pss: of('Pss') };
}

/** CPU seconds of it and of all below it since the start, those that have ended included. */
export function familyCpuS(pid: number): number {
  return familyOf(pid).reduce((sum, one) => {
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return sum + [11, 12, 13, 14].reduce((ticks, at) => ticks + Number(fields[at]), 0) / TICKS_PER_S;
  }, 0);
}
