/** A reader of RFC 4180, apart from the writer. */
export function readCsv(bytes: Buffer, separator = ','): string[][] {
  const text = bytes.toString();
  const rows: string[][] = [[]];
  let cell = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' && cell === '') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at];
      }
    } else if (char === separator) {
      rows.at(-1)!.push(cell);
      cell = '';
    } else if (char === '\r' && text[at + 1] === '\n') {
      rows.at(-1)!.push(cell);
      rows.push([]);
      cell = '';
      at++;
    } else cell += char;
  }
  return rows.slice(0, -1);
}
