/**
 * The `draw`-th of the numbers that request number `sequence` has under `seed`: at least 0 and below 1, evenly spread, and
 * the same whenever asked. (Two rounds of the MurmurHash3 finalizer, which passes every bit's avalanche.) Not for secrets.
 */
export function chance(seed: number, sequence: number, draw: number): number {
  const high = Math.floor(sequence / 0x1_0000_0000);
  const first = mix(seed ^ Math.imul(sequence | 0, 0x9e3779b1) ^ Math.imul(high, 0x7feb352d));
  return mix(first + Math.imul(draw + 1, 0x85ebca77)) / 0x1_0000_0000;
}

/** A seed that depends on nothing but `text`. */
export function seedOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = mix(Math.imul(hash, 31) + text.charCodeAt(at));
  return hash;
}

function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
