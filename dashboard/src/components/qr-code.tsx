export interface Code {
  readonly path: string;
  readonly size: number;
}

/** An address as a code that a phone reads. */
export function QrCode({ code, label }: { code: Code; label: string }) {
  return (
    <svg class="qr" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label}>
      <path d={code.path} />
    </svg>
  );
}

export async function drawCode(address: string): Promise<Code> {
  const { encode } = await import('uqr');
  const { data, size } = encode(address, { ecc: 'M', border: 2 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { path: squares.join(''), size };
}
