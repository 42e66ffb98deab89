/** Everything that is kept of a member, but secrets. */
import { CONTRACT_VERSION } from '../../../contracts/common.ts';
import type { SetDetail } from '../../../contracts/http.ts';
import type { Store } from '../../../store/index.ts';
import type { ExportFile } from '../../../web/index.ts';

const AUDIT_PAGE = 200;

export async function jsonExport(
  store: Store,
  memberId: string,
  sets: readonly SetDetail[],
  exportedAt: string,
): Promise<ExportFile> {
  const [member, cards, programmes, ranges] = await Promise.all([
    store.members.get(memberId),
    store.cards.of(memberId),
    store.programmes.of(memberId),
    store.ranges.of(memberId),
  ]);
  const document = {
    v: CONTRACT_VERSION,
    exportedAt,
    member,
    cards,
    programmes,
    learnedRanges: ranges,
    sets,
    audit: await auditOf(store, memberId),
  };
  return {
    fileName: 'lockout-everything.json',
    contentType: 'application/json; charset=utf-8',
    body: Buffer.from(`${JSON.stringify(document, null, 2)}\n`),
  };
}

async function auditOf(store: Store, memberId: string) {
  const all = [];
  for (let before: string | undefined; ; ) {
    const { items, next } = await store.corrections.audit({ memberId, limit: AUDIT_PAGE, ...(before && { before }) });
    all.push(...items);
    if (next === null) return all.reverse();
    before = next;
  }
}
