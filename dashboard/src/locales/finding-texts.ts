import type { BoardReasonCode } from '../../../src/contracts/board-reasons.ts';
import type { ChannelReasonCode } from '../../../src/contracts/channel-reasons.ts';
import type { FigureCode } from '../../../src/contracts/findings/figures.ts';
import type { FaultName } from '../../../src/contracts/findings.ts';
import type { ReaderReasonCode } from '../../../src/contracts/reader-reasons.ts';
import type { TextsOf } from '../../../src/contracts/texts-of.ts';

/** Of each fault that the doctor finds: title, meaning, remedy. English is the station's own. */
export type FindingTexts = Record<FaultName, readonly [title: string, meaning: string, remedy: string]>;

/** The words around what the doctor measured; boards, channels and readers have theirs elsewhere. */
export type FigureTexts = Omit<
  TextsOf<FigureCode>,
  BoardReasonCode['kind'] | ChannelReasonCode['kind'] | ReaderReasonCode['kind']
>;
