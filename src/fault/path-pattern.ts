/**
 * Whether `path`, normal and with a slash in front, is one that `pattern` means. A pattern that begins with a slash means
 * whole paths; any other means paths below whichever version: `meta-data/iam/**`. `*` stands for any characters of one
 * segment, `?` for one of them, and a segment `**` for any number of segments, none included. A slash at the end means
 * nothing on either side. Takes time in proportion to both lengths, whatever they are.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const segments = segmentsOf(path);
  const wanted = segmentsOf(pattern);
  return matchSegments(pattern.startsWith('/') ? wanted : ['*', ...wanted], segments);
}

/** What is wrong with a pattern; undefined if nothing is. */
export function pathPatternProblem(pattern: string): string | undefined {
  if (/[^!-~]/.test(pattern)) return 'holds a character that no path has; patterns are of visible ASCII characters';
  const mixed = segmentsOf(pattern).find((segment) => segment.includes('**') && segment !== '**');
  return mixed === undefined ? undefined : '"**" must be a segment of its own, as in meta-data/**';
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function matchSegments(wanted: readonly string[], segments: readonly string[]): boolean {
  return matchRun(wanted.length, segments.length, {
    isStar: (at) => wanted[at] === '**',
    fits: (at, on) => matchText(wanted[at] ?? '', segments[on] ?? ''),
  });
}

function matchText(wanted: string, text: string): boolean {
  return matchRun(wanted.length, text.length, {
    isStar: (at) => wanted[at] === '*',
    fits: (at, on) => wanted[at] === '?' || wanted[at] === text[on],
  });
}

interface Run {
  isStar(at: number): boolean;
  fits(at: number, on: number): boolean;
}

/** Only the last star ever has to take more: what an earlier one could give, it can take as well. */
function matchRun(wantedLength: number, length: number, run: Run): boolean {
  let at = 0;
  let on = 0;
  let star = -1;
  let taken = 0;
  while (on < length) {
    if (at < wantedLength && run.isStar(at)) {
      star = at++;
      taken = on;
    } else if (at < wantedLength && run.fits(at, on)) {
      at++;
      on++;
    } else if (star >= 0) {
      at = star + 1;
      on = ++taken;
    } else return false;
  }
  while (at < wantedLength && run.isStar(at)) at++;
  return at === wantedLength;
}
