/** A plate forgotten on one side is 1.25 kg; the scale itself is right within 0.5 %. */
const DISAGREE_KG = 2;
const DISAGREE_SHARE = 0.02;

/** Does the scale contradict the load that was entered? */
export const loadsDisagree = (enteredKg: number, measuredKg: number): boolean =>
  Math.abs(enteredKg - measuredKg) > Math.max(DISAGREE_KG, DISAGREE_SHARE * enteredKg);
