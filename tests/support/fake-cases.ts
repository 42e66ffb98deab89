import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CASE_LIMITS, type Case } from '../../src/contracts/cases.ts';
import type { Member } from '../../src/contracts/members.ts';
import { rightOf } from '../../src/members/cases.ts';
import type { CasesPort } from '../../src/web/member-ports.ts';
import { ProblemError, problemOf } from '../../src/web/problems.ts';

/** Cases in memory, by the rules of the station. */
export function fakeCases(people: ReadonlyMap<string, Member>): CasesPort & { readonly list: Case[] } {
  const list: Case[] = [];
  const consents = (id: string | null) => id === null || people.get(id)?.consents.keepRecordings !== false;
  const removeAt = (index: number, id: string) => {
    if (index < 0) throw new ProblemError('no-such-case', { id });
    list.splice(index, 1);
  };
  return {
    list,
    ofSet: async ({ set }) => ({
      case: list.find(({ setId }) => setId === set.id) ?? null,
      refusal: consents(set.memberId) ? (set.hasRecording ? null : 'no-recording') : 'no-consent',
    }),
    async submit(detail, said) {
      const { set } = detail;
      if (!consents(set.memberId)) throw new ProblemError('no-consent', {});
      const right = rightOf(detail, said, 3);
      if ('kind' in right) throw problemOf(right);
      const known = list.find(({ setId }) => setId === set.id);
      const { countedReps, memberId, bay, exercise, id: setId } = set;
      const made = { countedReps, version: '0.0.0-test', madeAt: new Date().toISOString(), recordingBytes: 1000 };
      const next: Case = { id: known?.id ?? randomUUID(), setId, memberId, bay, exercise, right, ...made };
      if (known) list[list.indexOf(known)] = next;
      else list.unshift(next);
      return next;
    },
    page: async ({ limit }) => ({
      cases: list.slice(0, limit),
      next: null,
      total: { cases: list.length, bytes: list.length * 1000 },
      limits: CASE_LIMITS,
    }),
    async recording(id) {
      if (!list.some((one) => one.id === id)) throw new ProblemError('no-such-case', { id });
      return gzipSync('# lockout-recording: 1\nt_s,height_mm,force_n\n0,1,\n');
    },
    remove: async (id) =>
      removeAt(
        list.findIndex((one) => one.id === id),
        id,
      ),
    removeOfSet: async (id) =>
      removeAt(
        list.findIndex(({ setId }) => setId === id),
        id,
      ),
  };
}
