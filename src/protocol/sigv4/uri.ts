// AWS, IAM User Guide, "Create a signed AWS API request", step 1: canonical URI and canonical query string.
import { encodeUtf8 } from '#base';

/** A parameter of a query string, decoded. */
export type QueryParameter = readonly [name: string, value: string];

const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function uriEncode(text: string): string {
  let encoded = '';
  for (const byte of encodeUtf8(text)) {
    const character = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/**
 * The path with `.`, `..` and empty segments resolved and every segment encoded once more than on the wire, as all
 * services but S3 want it.
 */
export function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(uriEncode(segment));
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

/** The parameters of a query string, `+` meaning a space; `undefined` if an escape in it is malformed. */
export function parseQuery(query: string): QueryParameter[] | undefined {
  const parameters: QueryParameter[] = [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name, value] = splitAtFirst(pair, '=').map(percentDecode);
    if (name === undefined || value === undefined) return undefined;
    parameters.push([name, value]);
  }
  return parameters;
}

/** The parameters encoded, then sorted by name and value in code point order. */
export function canonicalQuery(parameters: readonly QueryParameter[]): string {
  return parameters
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&');
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function percentDecode(text: string): string | undefined {
  const escapes = text.split('%').slice(1);
  if (!escapes.every((escape) => HEX_PAIR.test(escape.slice(0, 2)))) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
