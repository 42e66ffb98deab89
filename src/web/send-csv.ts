import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const gunzipAsync = promisify(gunzip);

/** A recording as it is stored, gzipped, to clients that accept that; to others as plain text. */
export async function sendCsv(request: FastifyRequest, reply: FastifyReply, fileName: string, gzipped: Buffer) {
  reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('vary', 'accept-encoding');
  if (!acceptsGzip(request.headers['accept-encoding'])) return reply.send(await gunzipAsync(gzipped));
  return reply.header('content-encoding', 'gzip').send(gzipped);
}

/** RFC 9110, section 12.5.3; a client that says nothing gets plain text. */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const quality = new Map<string, number>();
  for (const part of (acceptEncoding ?? '').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    quality.set(name, q === undefined ? 1 : Number(q.slice(2)));
  }
  return (quality.get('gzip') ?? quality.get('*') ?? 0) > 0;
}
