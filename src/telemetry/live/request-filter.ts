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
  const path = filter.path === undefined ? undefined : pathPattern(filter.path);
  const process = filter.process?.toLowerCase();
  return (event) =>
    (filter.instanceId === undefined || event.instanceId === filter.instanceId) &&
    (filter.version === undefined || event.version === filter.version) &&
    (path === undefined || path.test(event.path)) &&
    (filter.status === undefined || hasStatus(event.status, filter.status)) &&
    (filter.refused !== true || event.outcome === 'refused' || event.outcome === 'unknown-caller') &&
    (process === undefined || isProcess(event, process));
}

/** Stars only; everything else stands for itself. Runs of stars are one, so that no path can make matching slow. */
function pathPattern(path: string): RegExp {
  const parts = path.split(/\*+/).map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
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
