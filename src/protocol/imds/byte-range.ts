/** The part of an item that a `Range` field asks for: inclusive positions. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads one `bytes` range of a body of `length` bytes (RFC 9110 §14.1.2). `whole` when the field has to be ignored: another unit, several
 * ranges, broken syntax; `unsatisfiable` when nothing of the body is in it.
 */
export function selectRange(range: string, length: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(range);
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return 'whole';
  if (from === '') return suffix(Number(to), length);
  const first = Number(from);
  if (to !== '' && Number(to) < first) return 'whole';
  if (first >= length) return 'unsatisfiable';
  return { first, last: to === '' ? length - 1 : Math.min(Number(to), length - 1) };
}

function suffix(count: number, length: number): ByteRange | 'unsatisfiable' {
  if (count === 0 || length === 0) return 'unsatisfiable';
  return { first: Math.max(0, length - count), last: length - 1 };
}
