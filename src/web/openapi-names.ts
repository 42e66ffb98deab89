type Json = Record<string, unknown>;

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
  const visitInside = (schema: Json) =>
    Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, visit(value)]));

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
