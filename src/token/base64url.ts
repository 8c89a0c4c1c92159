// RFC 4648 §5 with padding, for the one size session tokens have: 40 bytes as 56 characters.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PADDING = 0x3d;
const INVALID = 0xff;

const VALUES = new Uint8Array(256).fill(INVALID);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Bytes in a token. */
export const TOKEN_BYTES = 40;
/** Characters in a token. */
export const TOKEN_CHARACTERS = 56;

/** 40 bytes as 56 characters, the last two of them `=`. */
export function encodeToken(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < TOKEN_BYTES; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += `${ALPHABET[group >>> 18]}${ALPHABET[(group >>> 12) & 63]}${ALPHABET[(group >>> 6) & 63]}${ALPHABET[group & 63]}`;
  }
  return `${text.slice(0, TOKEN_CHARACTERS - 2)}==`;
}

/**
 * Decodes 56 characters at `start` into `bytes`. False when any of them is not of the alphabet or the text is not the one
 * spelling of its bytes (RFC 4648 §3.5): two spellings of one token would be two tokens to whoever logs or compares them.
 */
export function decodeToken(text: Uint8Array, start: number, bytes: Uint8Array): boolean {
  if (text[start + 54] !== PADDING || text[start + 55] !== PADDING) return false;
  let seen = 0;
  for (let group = 0, at = start; group < 13; group++, at += 4) {
    const a = VALUES[text[at] ?? 0] ?? INVALID;
    const b = VALUES[text[at + 1] ?? 0] ?? INVALID;
    const c = VALUES[text[at + 2] ?? 0] ?? INVALID;
    const d = VALUES[text[at + 3] ?? 0] ?? INVALID;
    seen |= a | b | c | d;
    bytes[group * 3] = (a << 2) | (b >>> 4);
    bytes[group * 3 + 1] = (b << 4) | (c >>> 2);
    bytes[group * 3 + 2] = (c << 6) | d;
  }
  const high = VALUES[text[start + 52] ?? 0] ?? INVALID;
  const low = VALUES[text[start + 53] ?? 0] ?? INVALID;
  bytes[39] = (high << 2) | (low >>> 4);
  return ((seen | high | low) & 0xc0) === 0 && (low & 0x0f) === 0;
}
