/** Which USB devices may be a board of ours, by their USB ids. */

/** Makers of Arduinos and of the USB bridges on their clones. */
const VENDORS: Record<string, string> = {
  '2341': 'Arduino',
  '2a03': 'Arduino',
  '1a86': 'CH340 (clone of a Nano or Uno)',
  '0403': 'FTDI (older Nano)',
  '10c4': 'CP210x',
};
/** From the Arduino core's boards.txt; the bridge of another maker doesn't identify the board. */
const PRODUCTS: Record<string, 'uno' | 'mega'> = {
  '0043': 'uno',
  '0001': 'uno',
  '0243': 'uno',
  '006a': 'uno',
  '0010': 'mega',
  '0042': 'mega',
  '0210': 'mega',
  '0242': 'mega',
};

interface UsbBoard {
  /** False for what is surely something else: a phone, a card reader, a modem. */
  isLikely: boolean;
  /** Known for Arduino's own boards only. */
  board: 'uno' | 'mega' | null;
  /** For people. */
  text: string;
}

/** @param ids hexadecimal without 0x, in either case; empty when unknown to the system */
export function usbBoard({ vendorId, productId }: { vendorId: string; productId: string }): UsbBoard {
  const vendor = VENDORS[vendorId.toLowerCase()];
  if (!vendor) return { isLikely: false, board: null, text: 'not a known board' };
  const board = vendor === 'Arduino' ? (PRODUCTS[productId.toLowerCase()] ?? null) : null;
  const text = board ? { uno: 'Arduino Uno', mega: 'Arduino Mega 2560' }[board] : vendor;
  return { isLikely: true, board, text };
}
