import { decodeUtf8, encodeUtf8 } from '#base';
import type { Endpoint, Exchange, Question } from './endpoint.ts';
import type { Recorded } from './fixture.ts';
import type { Pace } from './pace.ts';
import { recordedHeaders } from './recorded-headers.ts';
import type { Session } from './session.ts';

const TOKEN_PATH = '/latest/api/token';
const ITEM = '/latest/meta-data/instance-id';
const TTL = 'X-aws-ec2-metadata-token-ttl-seconds';

/** One request that tries the protocol; with `session`, as whoever has a good token sends it. */
interface Trial extends Question {
  readonly session?: true;
}

const put = (target: string, headers: Readonly<Record<string, string>> = {}): Trial => ({
  method: 'PUT',
  target,
  headers,
});
const read = (target: string, method = 'GET'): Trial => ({ method, target, session: true });

/** Refusals, methods and spellings that every metadata service has an answer to; none of them changes anything. */
const TRIALS: Readonly<Record<string, Trial>> = {
  token: put(TOKEN_PATH, { [TTL]: '60' }),
  'token without TTL': put(TOKEN_PATH),
  'token with an empty TTL': put(TOKEN_PATH, { [TTL]: '' }),
  'token with TTL 0': put(TOKEN_PATH, { [TTL]: '0' }),
  'token with TTL 21601': put(TOKEN_PATH, { [TTL]: '21601' }),
  'token with a TTL that is no number': put(TOKEN_PATH, { [TTL]: 'soon' }),
  'token through a proxy': put(TOKEN_PATH, { [TTL]: '60', 'X-Forwarded-For': '192.0.2.1' }),
  'token with a slash behind': put(`${TOKEN_PATH}/`, { [TTL]: '60' }),
  'token of a dated version': put('/2021-03-23/api/token', { [TTL]: '60' }),
  'PUT elsewhere': put(ITEM, { [TTL]: '60' }),
  'GET of the token path': { method: 'GET', target: TOKEN_PATH },
  'POST to the token path': { method: 'POST', target: TOKEN_PATH },
  'OPTIONS of the token path': { method: 'OPTIONS', target: TOKEN_PATH },
  'no token': { method: 'GET', target: ITEM },
  'no token, unknown item': { method: 'GET', target: '/latest/meta-data/openimds-no-such-item' },
  'bad token': { method: 'GET', target: ITEM, headers: { 'X-aws-ec2-metadata-token': 'bad' } },
  'empty token': { method: 'GET', target: ITEM, headers: { 'X-aws-ec2-metadata-token': '' } },
  'unknown item': read('/latest/meta-data/openimds-no-such-item'),
  'unknown version': read('/1999-12-31/meta-data/instance-id'),
  'way out of the tree': read('/latest/../../etc/passwd'),
  'HEAD of an item': read(ITEM, 'HEAD'),
  'POST to an item': read(ITEM, 'POST'),
  'DELETE of an item': read(ITEM, 'DELETE'),
  'item with a slash behind': read(`${ITEM}/`),
  'item with doubled slashes': read('//latest//meta-data//instance-id'),
  'item with a query': read(`${ITEM}?x=1`),
  'item with an escape': read('/latest/meta-data/instance%2Did'),
  'directory without a slash': read('/latest/meta-data'),
};

/** Tries the protocol of a service; what failed is left out and told in `failed`. */
export async function tryProtocol(
  endpoint: Endpoint,
  session: Session,
  pace: Pace,
  failed: (note: string) => void,
): Promise<ReadonlyMap<string, Recorded>> {
  const trials = new Map<string, Recorded>();
  for (const [name, { method, target, headers, session: signed }] of Object.entries(TRIALS)) {
    const question = { method, target, headers: { ...headers, ...(signed ? session.headers : {}) } };
    const answer = await pace.run(() => endpoint.ask(question));
    if (answer.ok) trials.set(name, recorded(name, answer.value));
    else failed(`trial "${name}" failed: ${answer.error}`);
  }
  return trials;
}

/** A token is told by its length. */
function recorded(name: string, exchange: Exchange): Recorded {
  const { status, body } = exchange;
  const head = recordedHeaders(exchange);
  const isToken = status === 200 && name.startsWith('token') && (decodeUtf8(body)?.length ?? 0) > 0;
  if (!isToken) return { status, ...head, body, replaced: undefined };
  return { status, ...head, body: encodeUtf8(`a token of ${body.length} bytes`), replaced: 'token' };
}
