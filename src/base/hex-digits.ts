/** 32-bit FNV-1a of `text`: a fast, well-spread, predictable hash. Not for anything an attacker may choose. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** `digits` lower-case hexadecimal digits that depend on nothing but `text`. */
export function hexDigits(text: string, digits: number): string {
  let hex = '';
  for (let block = 0; hex.length < digits; block++) hex += fnv1a(`${block}:${text}`).toString(16).padStart(8, '0');
  return hex.slice(0, digits);
}
