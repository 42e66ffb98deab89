import { useLayoutEffect, useRef } from 'preact/hooks';

const STEP = 0.05;
/** Below this words are too small to be of use; what still has no room is cut, and the page is to be made shorter. */
const LEAST = 0.55;

/**
 * Makes the words within an element smaller, in steps, until all of them have room: what a set ends with differs in length by what it
 * was, by the member's programme and by the language. The element sizes its text by `--fit`.
 */
export function useFit() {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current?.parentElement) return;
    const refit = () => shrink(current);
    refit();
    const room = new ResizeObserver(refit);
    room.observe(current.parentElement);
    // A part within may draw itself anew alone: the plates of each side come when they are worked out.
    const words = new MutationObserver(refit);
    words.observe(current, { childList: true, characterData: true, subtree: true });
    return () => {
      room.disconnect();
      words.disconnect();
    };
  }, []);
  return element;
}

function shrink(element: HTMLElement): void {
  let share = 1;
  do {
    element.style.setProperty('--fit', share.toFixed(2));
    share -= STEP;
  } while (share > LEAST && [element, ...element.querySelectorAll('.steps')].some(isTooSmall));
}

const isTooSmall = ({ scrollHeight, clientHeight, scrollWidth, clientWidth }: Element) =>
  scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
