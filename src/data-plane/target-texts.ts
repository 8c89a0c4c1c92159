import type { Octets } from '#base';

const SLOTS = 1024;
/** Longer ones are made anew each time; the longest path of the tree has about ninety. */
const OCTETS_MAX = 128;

/**
 * The texts of request targets, each made once for as long as it stays among the last: callers ask for the same few hundred
 * again and again, and an answer that leaves no garbage behind never has to wait for somebody to clear it away.
 */
export class TargetTexts {
  readonly #octets = new Uint8Array(SLOTS * OCTETS_MAX);
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => '');

  /** The octets from `start` to `end` as text, one character each. */
  text(bytes: Octets, start: number, end: number): string {
    const length = end - start;
    if (length === 0 || length > OCTETS_MAX) return bytes.latin1Slice(start, end);
    const slot = slotOf(bytes, start, end);
    const known = this.#texts[slot];
    if (known?.length === length && this.#holds(slot, bytes, start, length)) return known;
    this.#octets.set(bytes.subarray(start, end), slot * OCTETS_MAX);
    return (this.#texts[slot] = bytes.latin1Slice(start, end));
  }

  #holds(slot: number, bytes: Octets, start: number, length: number): boolean {
    const octets = this.#octets;
    const at = slot * OCTETS_MAX;
    for (let index = 0; index < length; index++) if (octets[at + index] !== bytes[start + index]) return false;
    return true;
  }
}

/** Of the length and the last octets, where most targets differ: two that share a slot only take turns in it. */
function slotOf(bytes: Octets, start: number, end: number): number {
  let hash = end - start;
  for (let at = Math.max(start, end - 8); at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
