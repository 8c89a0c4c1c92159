/** The methods that are known; any other is malformed. `CONNECT` is not among them: no target it may have names anything here. */
export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'PATCH' | 'OPTIONS' | 'TRACE';

/**
 * A request head as offsets into the bytes it was parsed from; `-1` for a start means absent.
 *
 * One record serves a whole connection or server: `parseRequestHead` overwrites it. What it says is true only after that function
 * returned a positive number, and only as long as the bytes stay where they are.
 */
export class RequestHead {
  /** Where it begins, an empty line before it included. */
  start = 0;
  method: Method = 'GET';
  targetStart = -1;
  targetEnd = -1;
  /** The request said `HTTP/1.0`; otherwise `HTTP/1.1`. */
  http10 = false;
  /** `X-aws-ec2-metadata-token`, the last one. An empty value counts as absent, as shells with an empty `$TOKEN` expect. */
  tokenStart = -1;
  tokenEnd = -1;
  tokenRepeated = false;
  /** `X-aws-ec2-metadata-token-ttl-seconds`, the last one; present but empty has `ttlStart === ttlEnd`. */
  ttlStart = -1;
  ttlEnd = -1;
  ttlRepeated = false;
  /** `X-Forwarded-For` was there, whatever its value. */
  forwardedFor = false;
  /** `X-Openimds-Instance`, by which a trusted proxy says who calls; the last one. */
  vouchedStart = -1;
  vouchedEnd = -1;
  vouchedRepeated = false;
  /** `Connection` named `keep-alive`, and no `Connection` header named `close`. */
  keepAlive = false;
  /** `Connection` named `close`, or the caller wants to close after the answer. */
  close = false;
  /** Bytes of body that follow the head: 0 to `LIMITS.bodyBytes`. */
  contentLength = 0;
  /** An HTTP/1.1 request said `Expect: 100-continue`. */
  expectsContinue = false;
  /** `User-Agent`, the first one. */
  userAgentStart = -1;
  userAgentEnd = -1;
  hostStart = -1;
  hostEnd = -1;
  /** `Range`, the first one. */
  rangeStart = -1;
  rangeEnd = -1;
  /** Bytes the head takes, an empty line before it and the one after it included; 0 until all of it was accepted. */
  length = 0;
  /** Seen while parsing; a head that is accepted has none. */
  transferEncoding = false;

  /** Forgets the previous request. */
  reset(): void {
    this.method = 'GET';
    this.targetStart = this.targetEnd = -1;
    this.http10 = false;
    this.tokenStart = this.tokenEnd = -1;
    this.tokenRepeated = false;
    this.ttlStart = this.ttlEnd = -1;
    this.ttlRepeated = false;
    this.vouchedStart = this.vouchedEnd = -1;
    this.vouchedRepeated = false;
    this.forwardedFor = this.keepAlive = this.close = false;
    this.contentLength = -1;
    this.expectsContinue = false;
    this.userAgentStart = this.userAgentEnd = -1;
    this.hostStart = this.hostEnd = -1;
    this.rangeStart = this.rangeEnd = -1;
    this.length = 0;
    this.transferEncoding = false;
  }
}
