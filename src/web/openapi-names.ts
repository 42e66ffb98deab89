type Json = Record<string, unknown>;

/** Our own schema keywords: OpenAPI requires an `x-` prefix. */
const OWN_KEYWORDS = new Set(['unit', 'secret', 'form', 'requiresRestart']);
const NAMED = new Set(['properties', 'patternProperties', 'responses', 'content', 'schemas']);

const isGroup = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const SCHEMAS = '#/components/schemas/';

/**
 * Gives the schemas of an OpenAPI document their own names: every titled schema becomes one component (`Rep`, `Problem`)
 * that the others refer to, instead of copies and numbered definitions. Changes `document` and returns it.
 */
export function nameSchemas<T extends object>(document: T): T {
  const doc = document as { paths?: Json; components?: { schemas?: Json } };
  const numbered = doc.components?.schemas ?? {};
  const named: Json = {};

  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    const schema = node as Json;
    const target = typeof schema.$ref === 'string' ? numbered[schema.$ref.slice(SCHEMAS.length)] : undefined;
    if (target) return visit(target);
    const name = componentName(schema);
    if (name === null) return visitInside(schema);
    if (!(name in named)) {
      named[name] = {};
      named[name] = visitInside(schema);
    }
    return { $ref: SCHEMAS + name };
  };
  const visitInside = (schema: Json): Json =>
    Object.fromEntries(
      Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
        // Here the keys are names that we gave, and not words of the schema language.
        if (NAMED.has(key) && isGroup(value)) return [[key, visitEach(value)]];
        if (key === 'example' || key === 'examples') return [[key, value]];
        // Nothing is filled in, neither in what is sent nor in what is answered; only the configuration file has defaults.
        if (key === 'default') return [];
        return [[OWN_KEYWORDS.has(key) ? `x-${key}` : key, visit(value)]];
      }),
    );
  const visitEach = (group: Json): Json =>
    Object.fromEntries(Object.entries(group).map(([name, value]) => [name, visit(value)]));

  for (const schema of Object.values(numbered)) visit(schema);
  doc.paths = visit(doc.paths ?? {}) as Json;
  doc.components = { ...doc.components, schemas: named };
  return document;
}

function componentName(schema: Json): string | null {
  const { title, type, anyOf } = schema;
  const isSchema = typeof type === 'string' || Array.isArray(anyOf);
  return isSchema && typeof title === 'string' && /^[A-Z][A-Za-z]+$/.test(title) ? title : null;
}
