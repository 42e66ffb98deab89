import type { ProblemTexts } from './problem-texts.ts';
import type {
  BoardReasonTexts,
  ConfigFaultTexts,
  InputFaultTexts,
  InputWords,
  ReaderReasonTexts,
} from './reason-texts.ts';

/** What the station says in English itself, and any other language says here. */
export interface StationTexts {
  readonly problems: ProblemTexts;
  readonly boardReasons: BoardReasonTexts;
  readonly readerReasons: ReaderReasonTexts;
  readonly configFaults: ConfigFaultTexts;
  readonly inputFaults: InputFaultTexts;
  readonly inputWords: InputWords;
  /** Where a fault stands. */
  readonly line: (n: number) => string;
}
