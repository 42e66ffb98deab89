import type { CodeOf } from '../../../src/contracts/codes.ts';
import type { accessProblems } from '../../../src/contracts/problems/access-problems.ts';
import type { bayProblems } from '../../../src/contracts/problems/bay-problems.ts';
import type { calibrationProblems } from '../../../src/contracts/problems/calibration-problems.ts';
import type { flashProblems } from '../../../src/contracts/problems/flash-problems.ts';
import type { hubProblems } from '../../../src/contracts/problems/hub-problems.ts';
import type { packageProblems } from '../../../src/contracts/problems/package-problems.ts';
import type { peopleProblems } from '../../../src/contracts/problems/people-problems.ts';
import type { requestProblems } from '../../../src/contracts/problems/request-problems.ts';
import type { setProblems } from '../../../src/contracts/problems/set-problems.ts';
import type { stationProblems } from '../../../src/contracts/problems/station-problems.ts';
import type { uploadProblems } from '../../../src/contracts/problems/upload-problems.ts';
import type { TextsOf } from '../../../src/contracts/texts-of.ts';

/** What is wrong and what to do, of every problem in the station's table. English is the station's own. */
export type RequestProblemTexts = TextsOf<CodeOf<typeof requestProblems>>;
export type AccessProblemTexts = TextsOf<CodeOf<typeof accessProblems>>;
export type PeopleProblemTexts = TextsOf<CodeOf<typeof peopleProblems>>;
export type SetProblemTexts = TextsOf<CodeOf<typeof setProblems>>;
export type BayProblemTexts = TextsOf<CodeOf<typeof bayProblems>>;
export type CalibrationProblemTexts = TextsOf<CodeOf<typeof calibrationProblems>>;
export type StationProblemTexts = TextsOf<CodeOf<typeof stationProblems>>;
export type UploadProblemTexts = TextsOf<CodeOf<typeof uploadProblems>>;
export type PackageProblemTexts = TextsOf<CodeOf<typeof packageProblems>>;
export type FlashProblemTexts = TextsOf<CodeOf<typeof flashProblems>>;
export type HubProblemTexts = TextsOf<CodeOf<typeof hubProblems>>;
export type ProblemTexts = RequestProblemTexts &
  AccessProblemTexts &
  PeopleProblemTexts &
  SetProblemTexts &
  BayProblemTexts &
  CalibrationProblemTexts &
  StationProblemTexts &
  UploadProblemTexts &
  PackageProblemTexts &
  FlashProblemTexts &
  HubProblemTexts;
