/** The only path that mints tokens, compared after `normalizeTarget`. */
export const TOKEN_PATH = '/latest/api/token';

/**
 * The path a request target names: query and fragment dropped, percent-decoded once, runs of slashes made one, a trailing slash kept.
 *
 * Takes what `parseRequestHead` accepted: origin-form, absolute-form (its authority is ignored) or `*`, which stays `*`. Dot segments are
 * left as they are; they name no item, so look-up answers 404. Undefined when the encoding is broken or hides a control character.
 */
export function normalizeTarget(target: string): string | undefined {
  if (target === '*') return target;
  const path = decode(withoutQuery(originForm(target)));
  if (path === undefined || hasControl(path)) return undefined;
  return path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
}

function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const authority = target.indexOf('://') + 3;
  const path = target.slice(authority).search(/[/?#]/);
  if (path < 0) return '/';
  const rest = target.slice(authority + path);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function withoutQuery(target: string): string {
  const end = target.search(/[?#]/);
  return end < 0 ? target : target.slice(0, end);
}

function decode(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function hasControl(path: string): boolean {
  for (let index = 0; index < path.length; index++) {
    const code = path.charCodeAt(index);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  }
  return false;
}
