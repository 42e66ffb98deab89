/** Program bytes of an Intel HEX file, from address 0. Throws on a bad record, with its line number. */
export function parseIntelHex(text: string): Uint8Array {
  const program: number[] = [];
  let base = 0;
  for (const [index, line] of text.trim().split(/\r?\n/).entries()) {
    const bytes = Uint8Array.from(line.slice(1).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const sum = bytes.reduce((total, byte) => total + byte, 0) & 0xff;
    if (line[0] !== ':' || bytes.length < 5 || bytes.length !== bytes[0]! + 5 || sum !== 0) {
      throw new Error(`line ${index + 1} is not an Intel HEX record`);
    }
    const address = (bytes[1]! << 8) | bytes[2]!;
    const data = bytes.subarray(4, -1);
    if (bytes[3] === 0) for (const [offset, byte] of data.entries()) program[base + address + offset] = byte;
    else if (bytes[3] === 2) base = ((data[0]! << 8) | data[1]!) * 16;
    else if (bytes[3] === 4) base = ((data[0]! << 8) | data[1]!) * 65536;
  }
  return Uint8Array.from(program, (byte) => byte ?? 0xff);
}
