let drawsElsewhere = false;

/** Another thread draws what moves, and of that only the newest; false: the page does. */
export const setDrawsElsewhere = (elsewhere: boolean) => {
  drawsElsewhere = elsewhere;
};

/**
 * Calls once, when what was painted before is on its way to the screen; never while the page is hidden. That is at once where another
 * thread draws: a frame of the page would be asked for only to know the time, and costs as much as all else that the page then does.
 */
export function whenShown(done: () => void): void {
  if (drawsElsewhere && !document.hidden) done();
  else requestAnimationFrame(done);
}
