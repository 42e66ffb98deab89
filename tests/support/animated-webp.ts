/** Puts still WebP pictures together to a moving one (RIFF container of https://developers.google.com/speed/webp/docs/riff_container). */

export interface WebpFrame {
  /** A still, lossy WebP file, as browsers write it. */
  webp: Buffer;
  durationMs: number;
}

const LOOP_FOREVER = 0;
const HAS_ANIMATION = 0x02;
/** Each frame covers the one before: nothing of it is blended or cleared. */
const NO_BLEND = 0x02;

export function animatedWebp(frames: readonly WebpFrame[], widthPx: number, heightPx: number): Buffer {
  const size = Buffer.concat([uint24(widthPx - 1), uint24(heightPx - 1)]);
  const animated = frames.map(({ webp, durationMs }) =>
    chunk(
      'ANMF',
      Buffer.concat([
        uint24(0),
        uint24(0),
        size,
        uint24(Math.round(durationMs)),
        Buffer.from([NO_BLEND]),
        pictureOf(webp),
      ]),
    ),
  );
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.concat([Buffer.from([HAS_ANIMATION, 0, 0, 0]), size])),
    chunk('ANIM', Buffer.from([0, 0, 0, 255, LOOP_FOREVER, 0])),
    ...animated,
  ]);
  return chunk('RIFF', body);
}

/** The chunk with the picture itself, out of the file around it. */
function pictureOf(webp: Buffer): Buffer {
  for (let at = 12; at + 8 <= webp.length; ) {
    const bytes = webp.readUInt32LE(at + 4);
    const end = at + 8 + bytes + (bytes % 2);
    if (/^VP8[ L]$/.test(webp.toString('latin1', at, at + 4))) return webp.subarray(at, end);
    at = end;
  }
  throw new Error('a frame is no still WebP file');
}

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function uint24(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE(value, 0, 3);
  return bytes;
}
