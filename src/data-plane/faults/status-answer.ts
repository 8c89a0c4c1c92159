import { encodeUtf8 } from '#base';
import type { StatusFault } from '#fault';
import type { GivenAnswer, Refusal, RefusalAnswer } from '#protocol/imds';

/** The refusals that EC2 gives with a status: what a fault sends unless it is told otherwise. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: 'ttl-missing',
  401: 'token-required',
  403: 'endpoint-disabled',
  404: 'not-found',
  405: 'method-not-allowed',
  503: 'unavailable',
};

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  302: 'Found',
  307: 'Temporary Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The answer that a fault gives in place of the real one: EC2's own where it has one and nothing else is asked for. */
export function statusAnswer(fault: StatusFault): RefusalAnswer | GivenAnswer {
  const { code, reason, retryAfterSeconds, headers, body, contentType } = fault;
  const refusal = REFUSALS[code];
  const isPlain = reason === undefined && body === undefined && contentType === undefined;
  if (refusal !== undefined && isPlain && Object.keys(headers).length === 0) {
    return { kind: 'refusal', refusal, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  }
  const fields = retryAfterSeconds === undefined ? headers : { 'Retry-After': `${retryAfterSeconds}`, ...headers };
  return {
    kind: 'given',
    status: `${code} ${reason ?? REASONS[code] ?? 'Status'}`,
    fields: Object.entries(fields)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join(''),
    contentType: contentType ?? 'text/plain',
    body: encodeUtf8(body ?? ''),
  };
}
