/** Every problem that an HTTP answer can be: its code, status, title, numbers and remedy. REFERENCE.md and the OpenAPI document list them. */
import Type from 'typebox';
import { type CodeOf, textIn } from './codes.ts';
import { ConfigFault } from './config-faults.ts';
import { InputFault } from './input-faults.ts';
import { accessProblems } from './problems/access-problems.ts';
import { bayProblems } from './problems/bay-problems.ts';
import { calibrationProblems } from './problems/calibration-problems.ts';
import { flashProblems } from './problems/flash-problems.ts';
import { hubProblems } from './problems/hub-problems.ts';
import { packageProblems } from './problems/package-problems.ts';
import { peopleProblems } from './problems/people-problems.ts';
import { requestProblems } from './problems/request-problems.ts';
import { setProblems } from './problems/set-problems.ts';
import { stationProblems } from './problems/station-problems.ts';
import { uploadProblems } from './problems/upload-problems.ts';

export const PROBLEMS = {
  ...requestProblems,
  ...accessProblems,
  ...peopleProblems,
  ...setProblems,
  ...bayProblems,
  ...calibrationProblems,
  ...stationProblems,
  ...uploadProblems,
  ...packageProblems,
  ...flashProblems,
  ...hubProblems,
};
export type ProblemKind = keyof typeof PROBLEMS;
export type ProblemCode = CodeOf<typeof PROBLEMS>;
export type ProblemParams<Kind extends ProblemKind> = Extract<ProblemCode, { kind: Kind }>['params'];
export type CalibrationProblem = CodeOf<typeof calibrationProblems>;

/** What is wrong and what to do. */
export const problemText = (code: ProblemCode): string => textIn(PROBLEMS, code);
const problemTypeOf = (kind: ProblemKind): string => `urn:lockout:problem:${kind}`;

/** RFC 9457 problem document: the body of every HTTP error. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'identifies the kind of problem: `urn:lockout:problem:` and `kind`' }),
    title: Type.String({ description: 'the kind in a few words' }),
    status: Type.Integer(),
    kind: Type.Enum(Object.keys(PROBLEMS) as [ProblemKind, ...ProblemKind[]], {
      description: 'which problem; REFERENCE.md lists all of them with their `params`',
    }),
    params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
      description: 'the values of this one, each with its unit in its name',
    }),
    detail: Type.String({ description: 'kind and params in plain English: what is wrong and what to do' }),
    inputFaults: Type.Optional(Type.Array(InputFault, { description: 'each fault of the request, as a code' })),
    faults: Type.Optional(Type.Array(ConfigFault, { description: 'each fault of a configuration, as a code' })),
  },
  { $id: 'Problem', title: 'Problem' },
);
export type Problem = Type.Static<typeof Problem>;

/** Of what was sent, each fault by itself. */
export interface ProblemFaults {
  inputFaults?: readonly InputFault[] | undefined;
  faults?: readonly ConfigFault[] | undefined;
}

export function problemDocument(code: ProblemCode, { inputFaults, faults }: ProblemFaults = {}): Problem {
  const { status, title } = PROBLEMS[code.kind];
  return {
    type: problemTypeOf(code.kind),
    title,
    status,
    kind: code.kind,
    params: { ...code.params },
    detail: [problemText(code), ...(inputFaults ?? []).map(({ text }) => text)].join(' '),
    ...(inputFaults && { inputFaults: [...inputFaults] }),
    ...(faults && { faults: [...faults] }),
  };
}
