/** A wrong count: what was right, and what becomes of it. */
export const cases = {
  open: 'Wrong count?',
  lead: (counted: string) => `The station counted ${counted}. What was right?`,
  modes: { reps: 'Rep by rep', number: 'Only the number' },
  mode: 'How do you want to correct it?',
  curve: 'Height over the set',
  curveHelp: 'Tap on the curve where a rep is missing; tap the mark again to remove it.',
  movement: (index: string, at: string) => `Movement ${index}, at ${at} s`,
  answers: { yes: 'Rep', no: 'No rep' },
  missing: (at: string) => `Missing rep, about ${at} s`,
  remove: 'Remove',
  /** Before the places that follow. */
  add: 'Rep missing here',
  addBefore: 'before movement 1',
  addBetween: (before: string, after: string) => `between ${before} and ${after}`,
  addAfter: 'at the end',
  number: 'Right number of reps',
  less: 'One less',
  more: 'One more',
  total: (reps: string) => `Right: ${reps}`,
  correct: 'Correct the count of this set',
  correctHint: (changes: string) => `Movements to change: ${changes}. Each change can be undone.`,
  correctNothing: 'No movement of the set has to change.',
  correctMissing: 'A missing rep has no figures, so it can’t be added to the set.',
  keep: 'Keep the recording as a case',
  keepHint:
    'The gym keeps the raw curve of this set with the right value and tests new versions with it. A copy for a bug report has no name and no date. The case stays when old sets are deleted, until it is removed or the member withdraws consent.',
  refusals: {
    'in-progress': 'The set is still in progress.',
    deleted: 'The set is deleted.',
    'no-recording': 'No raw curve of this set is stored, so it can’t be kept as a case.',
    'no-consent':
      'The member has not agreed to keep raw curves, so this set can’t be kept as a case. They can agree on their own page.',
    'cases-full': 'The limit for cases is reached. Export them and remove old ones.',
  },
  noConsentOwn: 'You have not agreed to keep your raw curves, so this set can’t be kept as a case.',
  agree: 'Keep my curves from now on',
  agreed: 'Your curves are kept from your next set on. You can change this on your page.',
  isCase: (reps: string) => `This set is a case. Right count: ${reps}.`,
  removeCase: 'Remove the case',
  removed: 'The case and its recording are removed.',
  save: 'Save',
  chooseOne: 'Choose what to do with it first.',
  kept: 'The recording is kept as a case.',
  corrected: (reps: string) => `The set now counts ${reps}.`,
  /** On the page of the admin. */
  list: 'Wrong counts kept as cases',
  listHint:
    'Test a new version with them: npx lockout cases run. For a bug report: npx lockout cases export writes them without names and dates.',
  size: (cases: string, most: string, bytes: string, mostBytes: string) =>
    `${cases} of at most ${most} cases, ${bytes} of ${mostBytes} MB`,
  none: 'No cases yet',
  noneHint: 'Open a set whose count was wrong and choose “Wrong count?”.',
  counted: (counted: string, right: string) => `counted ${counted}, right ${right}`,
  expired: 'set deleted because of its age',
  analyse: 'Analyse a recording',
  analyseThis: 'Analyse this recording',
};

export type CaseTexts = typeof cases;
