import type { Exchange } from './endpoint.ts';
import type { Recorded } from './fixture.ts';

/** Nobody else's business. */
const COOKIE = 'set-cookie';
/** Of the connection or the moment, or told by the body itself. */
const LEFT_OUT = new Set(['date', 'content-length', 'transfer-encoding', 'keep-alive']);
const TTL = 'x-aws-ec2-metadata-token-ttl-seconds';
const HEADERS_MAX = 32;
const NAME_MAX = 256;
const VALUE_MAX = 1024;

/** The headers of an answer that say how the service answers. Of how long a token still lives, only that it is told. */
export function recordedHeaders({ headers }: Pick<Exchange, 'headers'>): Pick<Recorded, 'headers' | 'headerNames'> {
  const seen = headers
    .map(([spelled, value]) => ({ spelled, name: spelled.toLowerCase(), value }))
    .filter(({ name }) => name !== COOKIE && name.length <= NAME_MAX);
  const kept = seen
    .filter(({ name }) => !LEFT_OUT.has(name))
    .slice(0, HEADERS_MAX)
    .map(({ name, value }) => [name, name === TTL ? '<seconds>' : value.slice(0, VALUE_MAX)] as const);
  return {
    headers: Object.fromEntries(kept),
    headerNames: seen.slice(0, HEADERS_MAX).map(({ spelled }) => spelled),
  };
}
