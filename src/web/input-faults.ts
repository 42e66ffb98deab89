import type { FastifyError } from 'fastify';
import { withoutUnions } from '../contracts/common.ts';
import { type InputFault, type InputFaultCode, type InputForm, inputFaultOf } from '../contracts/input-faults.ts';

type SchemaError = NonNullable<FastifyError['validation']>[number];

interface Place {
  /** Dotted; of the whole body, `body`. */
  readonly name: string;
  /** The name of a key in it. */
  readonly key: (key: string) => string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly form: InputForm | undefined;
  readonly orNull: boolean;
}

/** Longer names of keys are cut. */
const MAX_KEY_CHARS = 100;

const limit = ({ params }: Place) => Number(params.limit);
const listed = (values: unknown) => [values].flat().join(', ');

/** What each keyword of a schema means when it fails. */
export const KEYWORD_FAULTS: Readonly<Record<string, (at: Place) => InputFaultCode>> = {
  required: ({ key, params }) => ({ kind: 'missing', params: { name: key(String(params.missingProperty)) } }),
  additionalProperties: ({ key, params }) => ({
    kind: 'unknown',
    params: { name: key(String(params.additionalProperty).slice(0, MAX_KEY_CHARS)) },
  }),
  type: ({ name, params, orNull }) => ({
    kind: 'wrong-type',
    params: { name, types: listed(orNull ? [params.type, 'null'] : params.type) },
  }),
  enum: ({ name, params }) => ({ kind: 'not-one-of', params: { name, known: listed(params.allowedValues) } }),
  pattern: ({ name, form = 'id' }) => ({ kind: 'wrong-form', params: { name, form } }),
  format: ({ name, params }) => ({ kind: 'wrong-form', params: { name, form: params.format as InputForm } }),
  minLength: (at) => ({ kind: 'too-short', params: { name: at.name, least: limit(at) } }),
  maxLength: (at) => ({ kind: 'too-long', params: { name: at.name, most: limit(at) } }),
  minimum: (at) => ({ kind: 'too-small', params: { name: at.name, least: limit(at) } }),
  maximum: (at) => ({ kind: 'too-large', params: { name: at.name, most: limit(at) } }),
  exclusiveMinimum: (at) => ({ kind: 'not-above', params: { name: at.name, above: limit(at) } }),
  minItems: (at) => ({ kind: 'too-few', params: { name: at.name, least: limit(at) } }),
  maxItems: (at) => ({ kind: 'too-many', params: { name: at.name, most: limit(at) } }),
  uniqueItems: ({ name }) => ({ kind: 'repeated', params: { name } }),
  anyOf: ({ name }) => ({ kind: 'fits-none', params: { name } }),
};

/** @param context what was checked: `body`, `params`, `querystring` or `headers` */
export const inputFaults = (errors: readonly SchemaError[], context: string): InputFault[] =>
  withoutUnions(errors).map((error) => {
    const path = error.instancePath.slice(1).replaceAll('/', '.');
    const { form } = (error as { parentSchema?: { form?: InputForm } }).parentSchema ?? {};
    const at: Place = {
      name: path || context,
      key: (key) => (path ? `${path}.${key}` : key),
      params: error.params,
      form,
      orNull: error.orNull === true,
    };
    return inputFaultOf(KEYWORD_FAULTS[error.keyword]?.(at) ?? { kind: 'fits-none', params: { name: at.name } });
  });
