/** Where a line of a listing leads. */
export interface Listed {
  readonly name: string;
  readonly isDirectory: boolean;
}

const SEGMENT = /^[\w\-.~!$&'()*+,;=:@]{1,255}$/;

/**
 * What the listing at `path` leads to, each once, and how many of its lines are no path segments. A line with a slash at its
 * end is a directory, as is what stands right below a version but for `user-data`; `0=name` of `public-keys` is directory `0`.
 */
export function listingLines(
  path: string,
  text: string,
): { readonly listed: readonly Listed[]; readonly strange: number } {
  const lines = text.split('\n').filter((line) => line !== '');
  const depth = path.split('/').length - 1;
  const byName = new Map<string, Listed>();
  let strange = 0;
  for (const line of lines) {
    const { name, isDirectory } = read(path, line, depth);
    if (!SEGMENT.test(name) || name === '.' || name === '..') strange++;
    else byName.set(name, { name, isDirectory: isDirectory || byName.get(name)?.isDirectory === true });
  }
  return { listed: [...byName.values()], strange };
}

function read(path: string, line: string, depth: number): Listed {
  const bare = line.endsWith('/') ? line.slice(0, -1) : line;
  const index = path.endsWith('/meta-data/public-keys') ? /^(\d+)=/.exec(bare)?.[1] : undefined;
  if (index !== undefined) return { name: index, isDirectory: true };
  const isDirectory = line.endsWith('/') || (depth === 1 && (bare === 'meta-data' || bare === 'dynamic'));
  return { name: bare, isDirectory };
}
