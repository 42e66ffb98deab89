/** Reads one line of pino's JSON: for the page of an admin, and for a person at a terminal. Pure. */
import type { LogLine } from '../contracts/administration.ts';

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const LEVEL_WIDTH = 7;
const NAMES: Record<string, string> = { warn: 'warning' };
const LINE_END = /\s*[\r\n]+\s*/g;

interface ParsedLine {
  readonly atMs: number;
  readonly level: string;
  readonly bay: string | null;
  readonly text: string;
  readonly stack: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** @returns null when the line isn't JSON of pino */
function parseLogLine(json: string): ParsedLine | null {
  try {
    const { level, time, msg, err, bay, pid: _pid, hostname: _host, ...details } = JSON.parse(json);
    const text = [String(msg ?? ''), ...(err?.message ? [`(${err.message})`] : [])].join(' ').trim();
    return {
      atMs: Number(time),
      level: LEVELS[Number(level)] ?? 'info',
      bay: typeof bay === 'string' ? bay : null,
      text,
      stack: typeof err?.stack === 'string' ? err.stack : null,
      details,
    };
  } catch {
    return null;
  }
}

/** One line with all its fields, cut after `mostChars`. @param now ISO time of a line that has none */
export function logLineOf(json: string, mostChars: number, now: string): LogLine {
  const line = parseLogLine(json);
  if (!line) return { at: now, level: 'info', text: json.slice(0, mostChars) };
  const details = Object.entries({ ...(line.bay !== null && { bay: line.bay }), ...line.details }).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = [line.text, ...details].join(' ').slice(0, mostChars);
  return { at: new Date(line.atMs).toISOString(), level: line.level, text };
}

/** `18:46:05  warning  bay-1: The clock was set by 2 h.` An error of ours is followed by its stack. */
export function terminalLine(json: string): string {
  const line = parseLogLine(json);
  if (!line) return json;
  const { atMs, level, bay, text, stack, details } = line;
  const at = new Date(atMs);
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  const name = (NAMES[level] ?? level).padEnd(LEVEL_WIDTH);
  const sentence = `${bay === null ? '' : `${bay}: `}${sentenceOf(text)}`;
  const figures = Object.entries(details).filter(([, value]) => typeof value !== 'object');
  const more = figures.map(([key, value]) => ` ${key}=${String(value).replace(LINE_END, ' ')}`).join('');
  const isOurs = stack !== null && (level === 'error' || level === 'fatal');
  return `${time}  ${name}  ${sentence}${more}\n${isOurs ? `${stack.replace(/^/gm, '    ')}\n` : ''}`;
}

/** Begins with a capital, unless a name or number comes first, and ends with a full stop; a message can't pretend to be a second line. */
function sentenceOf(text: string): string {
  const line = text.replace(LINE_END, ' ');
  const capital = /^[a-z]+('[a-z]+)?([ ,:]|$)/.test(line) ? line[0]!.toUpperCase() + line.slice(1) : line;
  return /[.!?)]$/.test(capital) ? capital : `${capital}.`;
}
