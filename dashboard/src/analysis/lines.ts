/** Lines of a text that comes in pieces, broken by LF, CR LF or CR; of one without a break no more than `MAX_CHARS` waits. */
const MAX_CHARS = 8192;

interface LineSplitter {
  push(piece: string): string[];
  /** What stands behind the last break. */
  end(): string[];
}

export function createLineSplitter(): LineSplitter {
  let rest = '';
  return {
    push(piece) {
      const text = rest + piece;
      // The LF of a CR LF may come with the next piece.
      const isOpen = text.endsWith('\r');
      const lines = (isOpen ? text.slice(0, -1) : text).split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? '') + (isOpen ? '\r' : '');
      if (rest.length <= MAX_CHARS) return lines;
      // Longer than any line of a recording: the reader reports it.
      lines.push(rest);
      rest = '';
      return lines;
    },
    end() {
      const last = rest.replace(/\r$/, '');
      const isLine = rest !== '';
      rest = '';
      return isLine ? [last] : [];
    },
  };
}
