import type { Octets } from '#base';
import type { AllowAnswer, Answer, GivenAnswer, TokenAnswer } from './answer.ts';
import { ALLOWED, REFUSALS } from './fixed-answer.ts';
import type { FixedAnswer } from './fixed-answer.ts';
import type { Framing } from './framing.ts';
import { httpDate } from './http-date.ts';
import type { OctetBuffer } from './octet-buffer.ts';
import { codes } from './octet-class.ts';
import { latin1 } from './prepared-item.ts';
import type { Allocate, PreparedItem } from './prepared-item.ts';
import type { Refusal } from './refusal.ts';
import type { Responder } from './responder.ts';

const TTL = 'X-Aws-Ec2-Metadata-Token-Ttl-Seconds: ';
/** More than status line, TTL, `Retry-After` and everything from `Date` on can take together. */
const VARIABLE_BYTES = 512;
const LINE_END = codes('\r\n');
const LENGTH = codes('Content-Length: ');
const DATE = codes('\r\nDate: ');

/** A status line and, in the variants with a token, the name of the TTL field: what every answer begins with. */
interface StatusLines {
  readonly http11: Octets;
  readonly http11Token: Octets;
  readonly http10: Octets;
  readonly http10Token: Octets;
}

/** The date and what follows it, with and without `Connection: close`. The date is written over in place. */
interface DateTail {
  readonly close: Octets;
  readonly keepAlive: Octets;
}

interface PreparedAnswer {
  readonly lines: StatusLines;
  /** From the first field after the status line and token TTL to `Date: `. */
  readonly head: Octets;
  readonly tail: DateTail;
  readonly body: Octets;
}

/** EC2's HTTP/1.1 responder, with its header order and spelling (captures of 2020 to 2026). */
export class ModernResponder implements Responder {
  readonly #allocate: Allocate;
  readonly #ok: StatusLines;
  readonly #tail: DateTail;
  /** Ends with `Content-Type: text/plain`, as empty answers and tokens do. */
  readonly #typedTail: DateTail;
  readonly #allowed: Readonly<Record<AllowAnswer['allow'], PreparedAnswer>>;
  readonly #refusals: Readonly<Record<Refusal, PreparedAnswer>>;

  constructor(allocate: Allocate) {
    this.#allocate = allocate;
    this.#ok = this.#statusLines('200 OK');
    this.#tail = this.#dateTail('');
    this.#typedTail = this.#dateTail('Content-Type: text/plain\r\n');
    this.#allowed = mapValues(ALLOWED, (answer) => this.#prepare(answer));
    this.#refusals = mapValues(REFUSALS, (answer) => this.#prepare(answer));
  }

  setDate(date: string): void {
    for (const { close, keepAlive } of [this.#tail, this.#typedTail]) {
      close.latin1Write(date, 0);
      keepAlive.latin1Write(date, 0);
    }
  }

  write(buffer: OctetBuffer, answer: Answer, framing: Framing): void {
    switch (answer.kind) {
      case 'item':
        return this.#writeItem(buffer, answer.item, framing);
      case 'token':
        return this.#writeToken(buffer, answer, framing);
      case 'allow':
        return this.#writePrepared(buffer, this.#allowed[answer.allow], framing, undefined);
      case 'refusal':
        return this.#writePrepared(buffer, this.#refusals[answer.refusal], framing, answer.retryAfterSeconds);
      case 'given':
        return this.#writeGiven(buffer, answer, framing);
    }
  }

  #writeGiven(buffer: OctetBuffer, { status, fields, contentType, body }: GivenAnswer, framing: Framing): void {
    buffer.reserve(VARIABLE_BYTES + status.length + fields.length + contentType.length + body.length);
    addStatusLine(buffer, this.#statusLines(status), framing, framing.remainingTtlSeconds);
    buffer.addLatin1(`${fields}Content-Type: ${contentType}\r\nContent-Length: ${body.length}\r\nDate: `);
    addTail(buffer, this.#tail, framing);
    if (!framing.headOnly) buffer.add(body);
  }

  #writeItem(buffer: OctetBuffer, item: PreparedItem, framing: Framing): void {
    buffer.reserve(VARIABLE_BYTES + item.head.length + item.body.length);
    addStatusLine(buffer, this.#ok, framing, framing.remainingTtlSeconds);
    buffer.add(item.head);
    addTail(buffer, this.#tail, framing);
    if (!framing.headOnly) buffer.add(item.body);
  }

  #writeToken(buffer: OctetBuffer, { token, ttlSeconds }: TokenAnswer, framing: Framing): void {
    buffer.reserve(VARIABLE_BYTES + token.length);
    addStatusLine(buffer, this.#ok, framing, ttlSeconds);
    buffer.add(LENGTH);
    buffer.addDecimal(token.length);
    buffer.add(DATE);
    addTail(buffer, this.#typedTail, framing);
    if (!framing.headOnly) buffer.addLatin1(token);
  }

  #writePrepared(buffer: OctetBuffer, answer: PreparedAnswer, framing: Framing, retryAfterSeconds?: number): void {
    buffer.reserve(VARIABLE_BYTES + answer.head.length + answer.body.length);
    addStatusLine(buffer, answer.lines, framing, framing.remainingTtlSeconds);
    if (retryAfterSeconds !== undefined) buffer.addLatin1(`Retry-After: ${retryAfterSeconds}\r\n`);
    buffer.add(answer.head);
    addTail(buffer, answer.tail, framing);
    if (!framing.headOnly) buffer.add(answer.body);
  }

  #prepare({ status, allow, page, typeFirst }: FixedAnswer): PreparedAnswer {
    const type = page === undefined ? 'Content-Type: text/plain\r\n' : 'Content-Type: text/html\r\n';
    const length = `Content-Length: ${page?.length ?? 0}\r\n`;
    const plain = `${allow === undefined ? '' : `Allow: ${allow}\r\n`}${length}${typeFirst ? type : ''}`;
    return {
      lines: this.#statusLines(status),
      head: latin1(`${page === undefined ? plain : type + length}Date: `, this.#allocate),
      tail: page !== undefined || typeFirst ? this.#tail : this.#typedTail,
      body: latin1(page ?? '', this.#allocate),
    };
  }

  #statusLines(status: string): StatusLines {
    const line = (text: string): Octets => latin1(text, this.#allocate);
    return {
      http11: line(`HTTP/1.1 ${status}\r\n`),
      http11Token: line(`HTTP/1.1 ${status}\r\n${TTL}`),
      http10: line(`HTTP/1.0 ${status}\r\n`),
      http10Token: line(`HTTP/1.0 ${status}\r\n${TTL}`),
    };
  }

  #dateTail(type: string): DateTail {
    const server = `${httpDate(0)}\r\nServer: EC2ws\r\n`;
    return {
      close: latin1(`${server}Connection: close\r\n${type}\r\n`, this.#allocate),
      keepAlive: latin1(`${server}${type}\r\n`, this.#allocate),
    };
  }
}

function addStatusLine(buffer: OctetBuffer, lines: StatusLines, framing: Framing, ttlSeconds: number): void {
  if (ttlSeconds < 0) {
    buffer.add(framing.http10 ? lines.http10 : lines.http11);
    return;
  }
  buffer.add(framing.http10 ? lines.http10Token : lines.http11Token);
  buffer.addDecimal(ttlSeconds);
  buffer.add(LINE_END);
}

function addTail(buffer: OctetBuffer, tail: DateTail, framing: Framing): void {
  buffer.add(framing.keepAlive && !framing.http10 ? tail.keepAlive : tail.close);
}

function mapValues<Key extends string, From, To>(
  record: Readonly<Record<Key, From>>,
  map: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(record).map(([key, value]) => [key, map(value)]);
  // `Object.fromEntries` forgets which keys it was given.
  return Object.fromEntries(entries) as Record<Key, To>;
}
