import type { Exchange } from './endpoint.ts';
import type { RecordedHeaders } from './fixture.ts';

/** Of the connection or the moment, or told by the body itself; and cookies, which are nobody else's business. */
const LEFT_OUT = new Set(['date', 'content-length', 'transfer-encoding', 'keep-alive', 'set-cookie']);
const TTL = 'x-aws-ec2-metadata-token-ttl-seconds';
const HEADERS_MAX = 32;
const VALUE_MAX = 1024;

/** The headers of an answer that say how the service answers. Of how long a token still lives, only that it is told. */
export function recordedHeaders({ headers }: Pick<Exchange, 'headers'>): RecordedHeaders {
  const kept = headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !LEFT_OUT.has(name))
    .slice(0, HEADERS_MAX)
    .map(([name, value]) => [name, name === TTL ? '<seconds>' : value.slice(0, VALUE_MAX)] as const);
  return Object.fromEntries(kept);
}
