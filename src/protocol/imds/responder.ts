import type { Answer } from './answer.ts';
import type { Framing } from './framing.ts';
import type { OctetBuffer } from './octet-buffer.ts';

/** One of EC2's ways to put an answer into bytes. */
export interface Responder {
  /** Sets the `Date` of what is written from here on, an IMF-fixdate. */
  setDate(date: string): void;
  /** Adds the whole answer to `buffer`. */
  write(buffer: OctetBuffer, answer: Answer, framing: Framing): void;
}
