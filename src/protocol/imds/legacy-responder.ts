import type { Answer, GivenAnswer } from './answer.ts';
import { selectRange } from './byte-range.ts';
import { ALLOWED, LEGACY_REFUSALS } from './fixed-answer.ts';
import type { FixedAnswer } from './fixed-answer.ts';
import type { Framing } from './framing.ts';
import { httpDate } from './http-date.ts';
import type { OctetBuffer } from './octet-buffer.ts';
import type { PreparedItem } from './prepared-item.ts';
import type { Responder } from './responder.ts';

/** A head, field by field in the order of the legacy responder; what is absent or undefined is left out. */
interface LegacyHead {
  readonly status: string;
  readonly 'Accept-Ranges'?: string | undefined;
  readonly Allow?: string | undefined;
  readonly 'Content-Length': number;
  readonly 'Content-Range'?: string | undefined;
  readonly 'Content-Type': string;
  readonly 'Last-Modified'?: string | undefined;
  readonly 'Retry-After'?: number | undefined;
  readonly ttlSeconds: number;
}

/**
 * EC2's older responder: HTTP/1.0 whatever was asked, so every connection closes; fields in alphabetical order but for the last three
 * (captures of 2020-01 and 2023-05). Ranges, which it offered, are honoured. Of its refusals only the page of 401 was seen.
 */
export class LegacyResponder implements Responder {
  #date = httpDate(0);

  setDate(date: string): void {
    this.#date = date;
  }

  write(buffer: OctetBuffer, answer: Answer, framing: Framing): void {
    switch (answer.kind) {
      case 'item':
        return this.#writeItem(buffer, answer.item, framing);
      case 'token': {
        const { token, ttlSeconds } = answer;
        const head = { status: '200 OK', 'Content-Length': token.length, 'Content-Type': 'text/plain', ttlSeconds };
        return this.#writeText(buffer, head, framing.headOnly ? '' : token);
      }
      case 'allow':
        return this.#writeFixed(buffer, ALLOWED[answer.allow], framing, undefined);
      case 'refusal':
        return this.#writeFixed(buffer, LEGACY_REFUSALS[answer.refusal], framing, answer.retryAfterSeconds);
      case 'given':
        return this.#writeGiven(buffer, answer, framing);
    }
  }

  #writeGiven(buffer: OctetBuffer, { status, fields, contentType, body }: GivenAnswer, framing: Framing): void {
    const head = {
      'Content-Length': body.length,
      'Content-Type': contentType,
      ttlSeconds: framing.remainingTtlSeconds,
    };
    const given = fields === '' ? '' : `\r\n${fields.slice(0, -2)}`;
    this.#addHead(buffer, { ...head, status: `${status}${given}` }, body.length);
    if (!framing.headOnly) buffer.add(body);
  }

  #writeItem(buffer: OctetBuffer, { body, contentType, lastModified }: PreparedItem, framing: Framing): void {
    const range = framing.range === '' ? 'whole' : selectRange(framing.range, body.length);
    const head = {
      'Accept-Ranges': 'bytes',
      'Content-Type': contentType,
      'Last-Modified': lastModified,
      ttlSeconds: framing.remainingTtlSeconds,
    };
    if (range === 'whole') {
      this.#addHead(buffer, { ...head, status: '200 OK', 'Content-Length': body.length }, body.length);
      if (!framing.headOnly) buffer.add(body);
    } else if (range === 'unsatisfiable') {
      const status = '416 Range Not Satisfiable';
      const unsatisfied = {
        'Content-Length': 0,
        'Content-Range': `bytes */${body.length}`,
        'Content-Type': 'text/plain',
      };
      this.#addHead(buffer, { ...unsatisfied, status, ttlSeconds: framing.remainingTtlSeconds }, 0);
    } else {
      const part = body.subarray(range.first, range.last + 1);
      const contentRange = `bytes ${range.first}-${range.last}/${body.length}`;
      const partial = { status: '206 Partial Content', 'Content-Length': part.length, 'Content-Range': contentRange };
      this.#addHead(buffer, { ...head, ...partial }, part.length);
      buffer.add(part);
    }
  }

  #writeFixed(buffer: OctetBuffer, answer: FixedAnswer, framing: Framing, retryAfterSeconds: number | undefined): void {
    const { status, allow, page } = answer;
    const head = {
      status,
      Allow: allow,
      'Content-Length': page?.length ?? 0,
      'Content-Type': page === undefined ? 'text/plain' : 'text/html',
      'Retry-After': retryAfterSeconds,
      ttlSeconds: framing.remainingTtlSeconds,
    };
    this.#writeText(buffer, head, framing.headOnly ? '' : (page ?? ''));
  }

  #writeText(buffer: OctetBuffer, head: LegacyHead, body: string): void {
    this.#addHead(buffer, head, body.length);
    buffer.addLatin1(body);
  }

  /** Adds the head and makes room for the body. */
  #addHead(buffer: OctetBuffer, head: LegacyHead, bodyBytes: number): void {
    const text = [
      `HTTP/1.0 ${head.status}`,
      field('Accept-Ranges', head['Accept-Ranges']),
      field('Allow', head.Allow),
      field('Content-Length', head['Content-Length']),
      field('Content-Range', head['Content-Range']),
      field('Content-Type', head['Content-Type']),
      field('Date', this.#date),
      field('Last-Modified', head['Last-Modified']),
      field('Retry-After', head['Retry-After']),
      field('X-Aws-Ec2-Metadata-Token-Ttl-Seconds', head.ttlSeconds < 0 ? undefined : head.ttlSeconds),
      '\r\nConnection: close\r\nServer: EC2ws\r\n\r\n',
    ].join('');
    buffer.reserve(text.length + bodyBytes);
    buffer.addLatin1(text);
  }
}

function field(name: string, value: string | number | undefined): string {
  return value === undefined ? '' : `\r\n${name}: ${value}`;
}
