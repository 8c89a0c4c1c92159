import type { Octets } from '#base';
import type { RequestHead } from './request-head.ts';

/** What an answer's bytes depend on besides the answer. One record is reused for every request. */
export class Framing {
  /** The request was HTTP/1.0: so is the status line, and the connection closes. */
  http10 = false;
  /** The connection stays open, and no `Connection` header is sent (capture of 2023-01); otherwise `Connection: close`. */
  keepAlive = false;
  /** The request was HEAD: all headers, no body. */
  headOnly = false;
  /** Remaining life of the valid token that came with the request; -1 when none did. Sent with every answer but a new token. */
  remainingTtlSeconds = -1;
  /** The value of `Range`, or empty. Only the legacy profile looks at it. */
  range = '';

  /** Takes from an accepted head what concerns framing; the token is the caller's to judge, so `remainingTtlSeconds` becomes -1. */
  follow(head: RequestHead, bytes: Octets): void {
    this.http10 = head.http10;
    // A client that waits for `100 Continue` may or may not send the body once it has a final answer (RFC 9110 §10.1.1).
    const bodyUncertain = head.expectsContinue && head.contentLength > 0;
    this.keepAlive = head.keepAlive && !head.close && !head.http10 && !bodyUncertain;
    this.headOnly = head.method === 'HEAD';
    this.remainingTtlSeconds = -1;
    this.range = head.rangeStart < 0 || this.headOnly ? '' : bytes.latin1Slice(head.rangeStart, head.rangeEnd);
  }

  /** For a request that could not be parsed: nothing of it can be trusted, and the connection closes. */
  reset(): void {
    this.http10 = this.keepAlive = this.headOnly = false;
    this.remainingTtlSeconds = -1;
    this.range = '';
  }
}
