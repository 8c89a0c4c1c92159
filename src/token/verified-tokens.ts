import { TOKEN_CHARACTERS } from './base64url.ts';
import { openToken } from './session-token.ts';
import type { TokenBinding, TokenPowers } from './session-token.ts';

const SLOTS = 4096;

/**
 * Opens tokens, remembering the last ones that proved good. Most callers use one token for many requests, and comparing
 * 56 bytes costs little beside a MAC. The memory is one fixed table: a token that falls out of it is only verified again.
 */
export class VerifiedTokens {
  readonly #text = new Uint8Array(SLOTS * TOKEN_CHARACTERS);
  readonly #expiresAtMs = new Float64Array(SLOTS);
  readonly #bindings: (TokenBinding | undefined)[] = Array.from({ length: SLOTS });
  #ring: TokenPowers['ring'] | undefined;

  /** How long the token in `text[start, end)` is good for from `nowMs` on; 0 unless `openToken` accepts it. Leaves no garbage. */
  lifeMs(
    powers: TokenPowers,
    binding: TokenBinding,
    text: Uint8Array,
    start: number,
    end: number,
    nowMs: number,
  ): number {
    if (end - start !== TOKEN_CHARACTERS) return 0;
    if (this.#ring !== powers.ring) this.#forgetAll(powers.ring);
    const slot = slotOf(text, start);
    if (this.#holds(slot, binding, text, start)) {
      const expiresAtMs = this.#expiresAtMs[slot] ?? 0;
      return Math.max(0, expiresAtMs - nowMs);
    }
    const expiresAtMs = openToken(powers, binding, text, start, end, nowMs);
    if (expiresAtMs === 0) return 0;
    this.#remember(slot, binding, text, start, expiresAtMs);
    return expiresAtMs - nowMs;
  }

  /** Always compares every byte, so that the time taken tells nothing of how much of a guess was right. */
  #holds(slot: number, binding: TokenBinding, text: Uint8Array, start: number): boolean {
    const known = this.#text;
    const at = slot * TOKEN_CHARACTERS;
    let difference = 0;
    for (let index = 0; index < TOKEN_CHARACTERS; index++)
      difference |= (known[at + index] ?? 0) ^ (text[start + index] ?? 0);
    return difference === 0 && this.#bindings[slot] === binding;
  }

  #remember(slot: number, binding: TokenBinding, text: Uint8Array, start: number, expiresAtMs: number): void {
    this.#text.set(text.subarray(start, start + TOKEN_CHARACTERS), slot * TOKEN_CHARACTERS);
    this.#bindings[slot] = binding;
    this.#expiresAtMs[slot] = expiresAtMs;
  }

  /** A key that left the ring must take its tokens with it. */
  #forgetAll(ring: TokenPowers['ring']): void {
    this.#ring = ring;
    this.#text.fill(0);
    this.#bindings.fill(undefined);
  }
}

/** Characters of the MAC, which are as good as random. */
function slotOf(text: Uint8Array, start: number): number {
  const a = text[start + 30] ?? 0;
  const b = text[start + 31] ?? 0;
  const c = text[start + 32] ?? 0;
  const d = text[start + 33] ?? 0;
  return (Math.imul(a | (b << 8) | (c << 16) | (d << 24), 0x9e3779b1) >>> 20) & (SLOTS - 1);
}
