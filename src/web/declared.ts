/** What an answer's schema declares, and nothing else: what a route adds by mistake, such as a row of the database, stays here. */
interface Schema {
  const?: unknown;
  type?: string;
  enum?: readonly unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: readonly Schema[];
}

/** A copy of `value`; what was handed over is not touched, since it may be the station's own. */
export function declared(value: unknown, schema: object): unknown {
  return copyOf(value, schema as Schema);
}

function copyOf(value: unknown, schema: Schema): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (schema.anyOf) return copyOf(value, variantOf(value, schema.anyOf));
  if (Array.isArray(value)) return schema.items ? value.map((item) => copyOf(item, schema.items as Schema)) : value;
  const { properties, additionalProperties, patternProperties } = schema;
  // A schema that says nothing of what is in it, such as that of another schema.
  if (!properties && !patternProperties && additionalProperties === undefined) return value;
  const further = patternProperties ? Object.values(patternProperties)[0] : additionalProperties;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const own = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own) copy[key] = copyOf(inner, own);
    else if (typeof further === 'object') copy[key] = copyOf(inner, further);
    else if (further === true) copy[key] = inner;
  }
  return copy;
}

/** The first form that matches by type and fixed values. */
function variantOf(value: object, variants: readonly Schema[]): Schema {
  const fits = (schema: Schema): boolean => {
    if (schema.anyOf) return schema.anyOf.some(fits);
    if (Array.isArray(value)) return schema.type === 'array';
    if (schema.type !== 'object') return false;
    return Object.entries(schema.properties ?? {}).every(([key, { const: only, enum: some }]) => {
      const inner = (value as Record<string, unknown>)[key];
      return (
        (only === undefined || inner === only) && (some === undefined || inner === undefined || some.includes(inner))
      );
    });
  };
  // None fits: nothing of it is declared.
  return variants.find(fits) ?? { properties: {} };
}
