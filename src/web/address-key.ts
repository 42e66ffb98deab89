/** One machine has 2^64 addresses of IPv6: its network counts. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const parts = head.split(':').filter(Boolean);
  const missing = plain.includes('::') ? 8 - parts.length - tail.split(':').filter(Boolean).length : 0;
  return [...parts, ...Array<string>(missing).fill('0'), ...tail.split(':').filter(Boolean)].slice(0, 4).join(':');
}
