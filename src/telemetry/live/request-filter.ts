import type { ImdsEvent } from '#model';

/** Which requests are wanted; what is left out is not asked for. All that is given must hold. */
export interface RequestFilter {
  readonly instanceId?: string | undefined;
  readonly version?: 1 | 2 | undefined;
  /** With `*` for any text, such as `/latest/meta-data/iam/*`. */
  readonly path?: string | undefined;
  /** A status such as `404`, or a class such as `4xx`. */
  readonly status?: string | undefined;
  /** Refused ones only. */
  readonly refused?: boolean | undefined;
  /** Part of the executable or of the command line, in any case. */
  readonly process?: string | undefined;
}

/** A test for requests that match `filter`. */
export function requestMatcher(filter: RequestFilter): (event: ImdsEvent) => boolean {
  const process = filter.process?.toLowerCase();
  return (event) =>
    (filter.instanceId === undefined || event.instanceId === filter.instanceId) &&
    (filter.version === undefined || event.version === filter.version) &&
    (filter.path === undefined || matchesPath(event.path, filter.path)) &&
    (filter.status === undefined || hasStatus(event.status, filter.status)) &&
    (filter.refused !== true || event.outcome === 'refused' || event.outcome === 'unknown-caller') &&
    (process === undefined || isProcess(event, process));
}

/** Stars only; everything else stands for itself. One pass over the path, however many stars there are. */
function matchesPath(path: string, pattern: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return path === first;
  if (!path.startsWith(first) || !path.endsWith(last) || path.length < first.length + last.length) return false;
  const end = path.length - last.length;
  let at = first.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function hasStatus(status: number, wanted: string): boolean {
  const text = String(status).padStart(3, '0');
  return /^\dxx$/i.test(wanted) ? text.charAt(0) === wanted.charAt(0) : text === wanted;
}

function isProcess({ process }: ImdsEvent, wanted: string): boolean {
  if (process === undefined || process === 'unknown') return false;
  const { executable = '', commandLine, systemdUnit = '', container } = process;
  return [executable, commandLine, systemdUnit, container?.name ?? '', container?.image ?? ''].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
