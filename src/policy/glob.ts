/** Stands for `*` among the character codes of a glob. */
const ANY_RUN = -1;
/** Stands for `?`. */
const ANY_ONE = -2;

/** Character codes, with codes below zero for wildcards. */
export type GlobCodes = readonly number[];

/** A pattern with nothing left to fill in. The two common cases are told apart, because they need no search. */
export type Glob =
  | { readonly kind: 'everything' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'wildcards'; readonly codes: GlobCodes };

/** The codes of `text`, with `*` and `?` read as wildcards if `wildcards`. */
export function globCodes(text: string, wildcards: boolean): GlobCodes {
  const codes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (wildcards && character === '*') codes.push(ANY_RUN);
    else if (wildcards && character === '?') codes.push(ANY_ONE);
    else codes.push(text.charCodeAt(index));
  }
  return codes;
}

/** Makes a glob of codes. */
export function glob(codes: GlobCodes): Glob {
  if (codes.length > 0 && codes.every((code) => code === ANY_RUN)) return { kind: 'everything' };
  if (codes.some((code) => code < 0)) return { kind: 'wildcards', codes };
  return { kind: 'exact', text: codes.map((code) => String.fromCharCode(code)).join('') };
}

/**
 * Whether all of `text` is matched. Never takes more than pattern length times text length steps, so that nobody can
 * write a policy that is slow to read; a regular expression with several `.*` could not promise that.
 */
export function matchesGlob(pattern: Glob, text: string): boolean {
  if (pattern.kind === 'everything') return true;
  return pattern.kind === 'exact' ? pattern.text === text : matchesCodes(pattern.codes, text);
}

function matchesCodes(codes: GlobCodes, text: string): boolean {
  let at = 0;
  let run = -1;
  let resume = 0;
  for (let position = 0; position < text.length;) {
    const code = codes[at];
    if (code === ANY_RUN) {
      run = at++;
      resume = position;
    } else if (code === ANY_ONE || code === text.charCodeAt(position)) {
      at++;
      position++;
    } else if (run >= 0) {
      // Only the latest `*` needs to take one character more: whatever an earlier one could take, it can as well.
      at = run + 1;
      position = ++resume;
    } else return false;
  }
  while (codes[at] === ANY_RUN) at++;
  return at === codes.length;
}
