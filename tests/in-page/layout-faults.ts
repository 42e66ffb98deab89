/**
 * What is cut, covered or lies upon something else on the page as it stands now. It runs in the page and knows nothing from outside itself.
 * @param slack px of a pixel grid and of letters, whose boxes are a little larger than they are
 * @returns each fault in words; empty on a page that is whole
 */
export function layoutFaults(slack: number): string[] {
  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  interface Shown {
    /** Made only for a fault: the words of a control take longer than all that is measured of it. */
    name: () => string;
    element: Element;
    box: Box;
    /** Within a bar that stays while the page scrolls beneath it. */
    bar: Element | null;
  }
  const html = document.documentElement;
  const faults = new Set<string>();
  if (html.scrollWidth > html.clientWidth) faults.add(`the page is ${html.scrollWidth} px wide on ${html.clientWidth}`);

  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (element: Element) => {
    const known = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, known);
    return known;
  };
  const nameOf = (element: Element, words = (element as HTMLElement).innerText ?? '') =>
    `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join('')} "${words.trim().slice(0, 40)}"`;
  const common = (one: Box, other: Box): Box => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const isLarge = (box: Box, least = slack) => box.right - box.left > least && box.bottom - box.top > least;
  /** Nearest around an element that stays where it is; null: it scrolls with the page. */
  const barOf = (element: Element) => {
    for (let at: Element | null = element; at; at = at.parentElement)
      if (/fixed|sticky/.test(styleOf(at).position)) return at;
    return null;
  };
  /** Only read aloud. */
  const isForEars = (element: Element) => {
    for (let at: Element | null = element; at && at !== html; at = at.parentElement)
      if (styleOf(at).clipPath === 'inset(50%)') return true;
    return false;
  };
  const dialog = document.querySelector('dialog[open]');
  const isSeen = (element: Element) =>
    (!dialog || dialog.contains(element)) &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !isForEars(element) &&
    !element.closest('svg, canvas, option, [inert]');

  /** What is seen of a box, and what an element around it cuts off for good: scrolling doesn't bring it back. */
  const seenOf = (element: Element, whole: Box): { seen: Box; cutBy: Element | null } => {
    let seen = whole;
    let cutBy: Element | null = null;
    let isFixed = styleOf(element).position === 'fixed';
    for (let at = element.parentElement; at && at !== html && !isFixed; at = at.parentElement) {
      const { overflowX, overflowY, position } = styleOf(at);
      const outer = at.getBoundingClientRect();
      const [cutsX, cutsY] = [overflowX, overflowY].map((how) => /hidden|clip/.test(how!)) as [boolean, boolean];
      const [scrollsX, scrollsY] = [overflowX, overflowY].map((how) => /auto|scroll/.test(how!)) as [boolean, boolean];
      if (cutsX && (seen.left < outer.left - slack || seen.right > outer.right + slack)) cutBy ??= at;
      if (cutsY && (seen.top < outer.top - slack || seen.bottom > outer.bottom + slack)) cutBy ??= at;
      if (cutsX || scrollsX)
        seen = { ...seen, left: Math.max(seen.left, outer.left), right: Math.min(seen.right, outer.right) };
      if (cutsY || scrollsY)
        seen = { ...seen, top: Math.max(seen.top, outer.top), bottom: Math.min(seen.bottom, outer.bottom) };
      isFixed = position === 'fixed';
    }
    return { seen, cutBy };
  };

  const texts: Shown[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || !node.nodeValue?.trim() || !isSeen(element)) continue;
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width === 0) continue;
      // Letters are less high than their line, and figures reach below it nowhere.
      const high = Number.parseFloat(styleOf(element).fontSize) * (/^[\d\s.,:]+$/.test(node.nodeValue) ? 0.75 : 1);
      const inset = Math.max(0, (line.height - high) / 2 + 1);
      const box = { left: line.left, right: line.right, top: line.top + inset, bottom: line.bottom - inset };
      const { seen, cutBy } = seenOf(element, box);
      const words = node.nodeValue;
      const name = () => nameOf(element, words);
      // Of a list in the order of need, what has no room is left out whole.
      if (cutBy?.hasAttribute('data-gives-way') && !isLarge(seen, 0)) continue;
      if (cutBy) faults.add(`${name()} is cut by ${nameOf(cutBy, '')}`);
      if (isLarge(seen, 0)) {
        texts.push({ name, element, box: seen, bar: barOf(element) });
        if (seen.left < -slack || seen.right > html.clientWidth + slack) faults.add(`${name()} is beside the screen`);
      }
    }
  }
  const controls: Shown[] = [];
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (!isSeen(element)) continue;
    const { seen } = seenOf(element, element.getBoundingClientRect());
    if (isLarge(seen)) controls.push({ name: () => nameOf(element), element, box: seen, bar: barOf(element) });
  }
  const tellOverlaps = (things: Shown[], least: number) => {
    things.sort((a, b) => a.box.top - b.box.top);
    for (const [index, one] of things.entries())
      for (let next = index + 1; next < things.length && things[next]!.box.top < one.box.bottom; next++) {
        const other = things[next]!;
        // What a bar covers now is seen when the page is scrolled.
        if (one.bar !== other.bar || one.element.contains(other.element) || other.element.contains(one.element))
          continue;
        if (isLarge(common(one.box, other.box), least)) faults.add(`${one.name()} lies upon ${other.name()}`);
      }
  };
  tellOverlaps(texts, slack);
  tellOverlaps(controls, slack);

  // At its end a page has nothing left to scroll: what lies under a bar then is never seen.
  const bars = [...document.querySelectorAll('body *')].filter(
    (element) => styleOf(element).position === 'fixed' && isSeen(element) && isLarge(element.getBoundingClientRect()),
  );
  const restPx = html.scrollHeight - html.clientHeight - html.scrollTop;
  for (const bar of bars) {
    const outer = bar.getBoundingClientRect();
    const isBelow = outer.bottom >= html.clientHeight - slack && outer.top > html.clientHeight / 2;
    const movedPx = isBelow ? restPx : -html.scrollTop;
    for (const { name, box, bar: own } of [...texts, ...controls]) {
      if (own) continue;
      const moved = { ...box, top: box.top - movedPx, bottom: box.bottom - movedPx };
      if (isLarge(common(moved, outer))) faults.add(`${name()} stays under ${nameOf(bar, '')}`);
    }
  }
  return [...faults];
}
