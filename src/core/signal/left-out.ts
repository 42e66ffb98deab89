import { bare, type ChannelReason } from '../reasons.ts';

/** What a channel remembers of single readings that were far off and rejected. Changed in place. */
export interface LeftOut {
  /** So many, ever. */
  leftOut: number;
  /** The last one that is worth a word. */
  leftOutUs: number;
}

/** The last one is shown for so long: at one in a hundred readings it stays on, and one an hour is a passing remark. */
const TOLD_US = 60e6;

const OUTLIERS = bare('outliers-rejected');

export function leaveOut(channel: LeftOut, atUs: number, count: number, isFar: boolean): void {
  channel.leftOut += count;
  if (isFar) channel.leftOutUs = atUs;
}

/** What is to be said of a channel that is trusted; null when nothing was rejected of late. */
export const remarkOn = ({ leftOutUs }: LeftOut, atUs: number): ChannelReason | null =>
  atUs - leftOutUs < TOLD_US ? OUTLIERS : null;
