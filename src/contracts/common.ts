import Type from 'typebox';

/** Version of every message and document in this folder; raised only by a change that is not compatible. */
export const CONTRACT_VERSION = 1;

interface QuantityOptions {
  description: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  default?: number;
}

/** A number with a unit. The unit is an annotation of the schema, and the end of the field's own name. */
export const quantity = (unit: string, options: QuantityOptions) => Type.Number({ unit, ...options });
export const count = (description: string, options: Omit<QuantityOptions, 'description'> = {}) =>
  Type.Integer({ unit: '1', description, minimum: 0, ...options });
export const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

interface SchemaFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message?: string;
}
/** A fault of a value that may be null too. */
type OrNull<T> = T & { readonly orNull?: boolean };
/** A checker reports a wrong `nullable` thrice: as the value, as null, as the union. This leaves the first, which then says "or null". */
export function withoutUnions<T extends SchemaFault>(faults: readonly T[]): OrNull<T>[] {
  const isNull = ({ keyword, params }: T) => keyword === 'type' && 'type' in params && params.type === 'null';
  const nullables = new Set(faults.filter(isNull).map(({ instancePath }) => instancePath));
  return faults
    .filter((fault) => !nullables.has(fault.instancePath) || (!isNull(fault) && fault.keyword !== 'anyOf'))
    .map((fault) =>
      nullables.has(fault.instancePath) ? { ...fault, orNull: true, message: `${fault.message} or null` } : fault,
    );
}

/** One of a few words; the schema is an `enum`, which editors complete. */
export const oneOf = <const T extends string[]>(values: readonly [...T], options: Type.TSchemaOptions = {}) =>
  Type.Enum([...values] as [...T], options);
/** In what a person reads loads; messages and the database have kilograms. */
export const WeightUnit = oneOf(['kg', 'lb']);
export type WeightUnit = Type.Static<typeof WeightUnit>;
/** An object that refuses unknown keys. */
export const strict = <T extends Type.TProperties>(properties: T, options: Type.TObjectOptions = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

/** The first example that a schema carries: a whole message, for tests and pages of samples. */
export const exampleOf = <T extends Type.TSchema>(schema: T) =>
  (schema as { examples?: unknown[] }).examples?.[0] as Type.Static<T>;

export const IsoTime = Type.String({ format: 'date-time', description: 'ISO 8601 time, UTC, milliseconds' });
export const Id = Type.String({ format: 'uuid', description: 'UUIDv7: global, sortable by time' });
const SlugPattern = '^[a-z0-9][a-z0-9-]{0,39}$';
export const Slug = (description: string, options: { default?: string } = {}) =>
  Type.String({
    pattern: SlugPattern,
    form: 'slug',
    description: `${description} (a to z, 0 to 9 and -; it becomes part of MQTT topics)`,
    ...options,
  });

export const Version = Type.Literal(CONTRACT_VERSION, { description: 'version of this message' });
export const ChannelStatus = oneOf(['ok', 'unreliable', 'absent'], { description: 'how far a channel can be trusted' });
export const Phase = oneOf(['rest', 'ascending', 'lockout', 'descending'], { description: 'phase of the movement' });
export const Verdict = oneOf(['counted', 'partial', 'doubtful', 'rejected'], {
  description: 'what became of a movement; every movement gets one',
});
export const ForceMount = oneOf(['bar', 'platform', 'hooks', 'none'], {
  description:
    'where the load cell sits. bar: between bar and lifter; platform: carries bar and lifter; hooks: carries the bar while racked; none: no load cell',
});
export const ExerciseName = oneOf(
  [
    'hip-thrust',
    'single-leg-deadlift',
    'bulgarian-split-squat',
    'squat',
    'deadlift',
    'bench-press',
    'shoulder-press',
    'generic',
  ],
  { description: 'exercise; its profile says where the lift starts, its range, targets and cues' },
);

export type Verdict = Type.Static<typeof Verdict>;
export type Phase = Type.Static<typeof Phase>;
export type ForceMount = Type.Static<typeof ForceMount>;
export type ExerciseName = Type.Static<typeof ExerciseName>;
export type ChannelStatus = Type.Static<typeof ChannelStatus>;
