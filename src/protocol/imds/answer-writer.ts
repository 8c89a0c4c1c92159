import type { Octets } from '#base';
import type { Answer } from './answer.ts';
import type { Framing } from './framing.ts';
import { httpDate } from './http-date.ts';
import { LegacyResponder } from './legacy-responder.ts';
import { ModernResponder } from './modern-responder.ts';
import { OctetBuffer } from './octet-buffer.ts';
import type { Allocate } from './prepared-item.ts';
import type { Responder } from './responder.ts';

/** Which of EC2's two responders to speak as. */
export type Profile = 'modern' | 'legacy';

/**
 * Turns answers into bytes, one after the other: those of pipelined requests stand side by side until `clear`.
 *
 * It grows as needed and never shrinks; how much may pile up is the caller's to bound. Whether a connection stays open is what `Framing`
 * says, so after a refusal by the parser the caller resets it. The time is that of 1970 until `setTime` is called.
 */
export class AnswerWriter {
  readonly #buffer: OctetBuffer;
  readonly #responder: Responder;
  #second = 0;

  constructor(allocate: Allocate, profile: Profile) {
    this.#buffer = new OctetBuffer(allocate);
    this.#responder = profile === 'modern' ? new ModernResponder(allocate) : new LegacyResponder();
  }

  /** Where the answers are: the first `length` bytes. Another object after it grew. */
  get bytes(): Octets {
    return this.#buffer.bytes;
  }

  /** How many bytes have been written since `clear`. */
  get length(): number {
    return this.#buffer.length;
  }

  /** Sets the `Date` of answers written from here on; costs next to nothing within the same second. */
  setTime(timeMs: number): void {
    const second = Math.floor(timeMs / 1000);
    if (second === this.#second) return;
    this.#second = second;
    this.#responder.setDate(httpDate(second * 1000));
  }

  /** Forgets what was written and keeps the memory. */
  clear(): void {
    this.#buffer.length = 0;
  }

  /** Forgets what was written after the first `length` bytes. */
  cut(length: number): void {
    this.#buffer.length = Math.min(length, this.#buffer.length);
  }

  /** Adds one whole answer. */
  write(answer: Answer, framing: Framing): void {
    this.#responder.write(this.#buffer, answer, framing);
  }
}
