import type { Refusal } from './refusal.ts';

/** An answer that is the same for every request but for date, token and framing. */
export interface FixedAnswer {
  /** Status code and reason phrase. */
  readonly status: string;
  readonly allow?: string;
  /** An XHTML page, sent as `text/html`; without it the body is empty and `text/plain`. */
  readonly page?: string;
  /** The modern responder writes `Content-Type` of an empty answer last, except here. */
  readonly typeFirst?: true;
}

const TOKEN_METHODS = 'OPTIONS, PUT';
const METADATA_METHODS = 'GET, HEAD, OPTIONS';

/** EC2's error page: 339 bytes for `404 - Not Found` (captures of 2021-09 and 2023-09). The third line begins tab, tab, space. */
function page(title: string): string {
  return `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
\t\t "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>${title}</title>
 </head>
 <body>
  <h1>${title}</h1>
 </body>
</html>
`;
}

const BAD_REQUEST: FixedAnswer = { status: '400 Bad Request', page: page('400 - Bad Request') };
const UNAUTHORIZED: FixedAnswer = { status: '401 Unauthorized' };
const UNAUTHORIZED_PAGE: FixedAnswer = { status: '401 Unauthorized', page: page('401 - Unauthorized') };
const FORBIDDEN: FixedAnswer = { status: '403 Forbidden', typeFirst: true };
const UNAVAILABLE: FixedAnswer = { status: '503 Service Unavailable' };

/** How the modern responder puts each refusal. EC2's reason phrase of 405 is `Not Allowed` (capture of 2020-04). */
export const REFUSALS: Readonly<Record<Refusal, FixedAnswer>> = {
  malformed: BAD_REQUEST,
  'ttl-missing': BAD_REQUEST,
  'ttl-invalid': BAD_REQUEST,
  'token-required': UNAUTHORIZED,
  'token-invalid': UNAUTHORIZED,
  'endpoint-disabled': FORBIDDEN,
  forwarded: FORBIDDEN,
  'put-outside-token-path': FORBIDDEN,
  'not-found': { status: '404 Not Found', page: page('404 - Not Found') },
  'token-path-method': { status: '405 Not Allowed', allow: TOKEN_METHODS },
  'method-not-allowed': { status: '405 Not Allowed', allow: METADATA_METHODS },
  'body-too-large': { status: '413 Content Too Large' },
  'target-too-long': { status: '414 URI Too Long' },
  'head-too-large': { status: '431 Request Header Fields Too Large' },
  'transfer-encoding': { status: '501 Not Implemented' },
  throttled: UNAVAILABLE,
  unavailable: UNAVAILABLE,
  'http-version': { status: '505 HTTP Version Not Supported' },
};

/** The legacy responder differs in 401 only, which has a page of 345 bytes (pastes since 2020-01). */
export const LEGACY_REFUSALS: Readonly<Record<Refusal, FixedAnswer>> = {
  ...REFUSALS,
  'token-required': UNAUTHORIZED_PAGE,
  'token-invalid': UNAUTHORIZED_PAGE,
};

/** The answers to OPTIONS (for the token path: capture of 2020-03). */
export const ALLOWED: Readonly<Record<'token' | 'metadata', FixedAnswer>> = {
  token: { status: '200 OK', allow: TOKEN_METHODS },
  metadata: { status: '200 OK', allow: METADATA_METHODS },
};
