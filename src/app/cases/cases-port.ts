/** Cases of this gym, for the API: wrong counts with their recordings and what was right. */
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type Clock, isoNow } from '../../common/clock.ts';
import { CASE_LIMITS, type CaseRight, type SetCase } from '../../contracts/cases.ts';
import type { SetDetail } from '../../contracts/http.ts';
import { RecordingError } from '../../contracts/recording.ts';
import { setStartS } from '../../contracts/recording-options.ts';
import { type CaseRefusal, hasRoomFor, rightOf } from '../../members/cases.ts';
import type { Store } from '../../store/index.ts';
import { type CasesPort, ProblemError, problemOf } from '../../web/index.ts';
import { orProblem } from '../storage/store-problems.ts';
import { anonymous } from './anonymous.ts';

const gzipAsync = promisify(gzip);
const gunzipAsync = promisify(gunzip);
/** Ten times what compresses to the largest case. */
const MAX_CSV_BYTES = 64_000_000;

interface CasesOptions {
  store: () => Store;
  clock: Clock;
  version: string;
}

export function casesPort({ store, clock, version }: CasesOptions): CasesPort {
  const ask = <T>(work: (store: Store) => Promise<T>) => orProblem(() => work(store()));

  /** Its recording, or that of the case that it is already. */
  async function csvOf(setId: string): Promise<string> {
    const known = await ask((store) => store.cases.of(setId));
    const gzipped = known
      ? await ask((store) => store.cases.recording(known.id))
      : await ask((store) => store.recording(setId));
    if (!gzipped) throw new ProblemError('case-without-recording', { id: setId });
    const csv = await gunzipAsync(gzipped, { maxOutputLength: MAX_CSV_BYTES }).catch(() => null);
    if (csv === null) throw tooLarge();
    return csv.toString('utf8');
  }

  async function consents(memberId: string | null): Promise<boolean> {
    if (memberId === null) return true;
    return (await ask((store) => store.members.get(memberId)))?.consents.keepRecordings ?? true;
  }

  return {
    async ofSet({ set }): Promise<SetCase> {
      const known = await ask((store) => store.cases.of(set.id));
      const refusal = async (): Promise<SetCase['refusal']> => {
        if (set.endedAt === null) return 'in-progress';
        if (set.deletedAt !== undefined) return 'deleted';
        if (!(await consents(set.memberId))) return 'no-consent';
        if (known !== null) return null;
        if (!set.hasRecording) return 'no-recording';
        return hasRoomFor(await ask((store) => store.cases.size()), 0) ? null : 'cases-full';
      };
      return { case: known, refusal: await refusal() };
    },

    async submit(detail: SetDetail, said, actor) {
      if (!(await consents(detail.set.memberId))) throw new ProblemError('no-consent', {});
      const { csv, header } = readable(await csvOf(detail.set.id));
      const right = checked(rightOf(detail, said, setStartS(header)));
      const csvGzip = await gzipAsync(csv);
      if (csvGzip.byteLength > CASE_LIMITS.caseBytes) throw tooLarge();
      const { id: setId } = detail.set;
      const request = { id: randomUUID(), setId, right, csvGzip, version, actor, at: isoNow(clock) };
      return ask((store) => store.cases.persist(request));
    },

    async page(query) {
      const [{ items, next }, total] = await Promise.all([
        ask((store) => store.cases.page(query)),
        ask((store) => store.cases.size()),
      ]);
      return { cases: items, next, total, limits: CASE_LIMITS };
    },

    async recording(id) {
      const gzipped = await ask((store) => store.cases.recording(id));
      if (!gzipped) throw noSuchCase(id);
      return Buffer.from(gzipped);
    },

    async remove(id, actor) {
      if (!(await ask((store) => store.cases.remove(id, isoNow(clock), actor)))) throw noSuchCase(id);
    },

    async removeOfSet(setId, actor) {
      const known = await ask((store) => store.cases.of(setId));
      if (!known) throw new ProblemError('no-such-case', { id: setId });
      await ask((store) => store.cases.remove(known.id, isoNow(clock), actor));
    },
  };
}

/** Without whose it was. @throws ProblemError 422 when what is stored is no recording */
function readable(csv: string): ReturnType<typeof anonymous> {
  try {
    return anonymous(csv);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new ProblemError('unreadable-recording', { reason: error.message });
  }
}

function checked(right: CaseRight | CaseRefusal): CaseRight {
  if (!('kind' in right)) return right;
  throw problemOf(right);
}

const noSuchCase = (id: string) => new ProblemError('no-such-case', { id });
const tooLarge = () => new ProblemError('case-too-large', { mostMb: CASE_LIMITS.caseBytes / 1e6 });
