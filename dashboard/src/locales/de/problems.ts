import type { ProblemTexts } from '../problem-texts.ts';
import { accessProblems } from './problems/access.ts';
import { bayProblems } from './problems/bays.ts';
import { calibrationProblems } from './problems/calibration.ts';
import { flashProblems } from './problems/flash.ts';
import { hubProblems } from './problems/hub.ts';
import { packageProblems } from './problems/package.ts';
import { peopleProblems } from './problems/people.ts';
import { requestProblems } from './problems/request.ts';
import { setProblems } from './problems/sets.ts';
import { stationProblems } from './problems/station.ts';
import { uploadProblems } from './problems/upload.ts';

export const problems: ProblemTexts = {
  ...requestProblems,
  ...accessProblems,
  ...peopleProblems,
  ...setProblems,
  ...bayProblems,
  ...calibrationProblems,
  ...stationProblems,
  ...uploadProblems,
  ...packageProblems,
  ...flashProblems,
  ...hubProblems,
};
