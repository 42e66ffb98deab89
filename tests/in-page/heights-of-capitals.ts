/** How high a capital letter of each part is that is shown. It runs in the page and knows nothing from outside itself. */
export function heightsOfCapitals(parts: string[]): { part: string; capitalPx: number }[] {
  const pen = document.createElement('canvas').getContext('2d')!;
  return parts.flatMap((part) =>
    [...document.querySelectorAll(part)]
      .filter((element) => element.checkVisibility() && element.textContent?.trim())
      .map((element) => {
        const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
        pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
        return { part, capitalPx: pen.measureText('H').actualBoundingBoxAscent };
      }),
  );
}
