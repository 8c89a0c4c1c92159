import { formatDuration } from '#base';
import type { CredentialsFault, Fault, FaultEffects, FaultSelection, StatusFault } from './fault.ts';
import { formatLatency } from './latency.ts';

/** What a fault does, in a few words, such as `latency 200ms, status 503`. Holds no body and no header. */
export function describeEffects(effects: FaultEffects): string {
  const { latency, stall, reset, refuse, status, truncate, garbage, drip, tokenLifeMs, credentials, clockSkewMs } =
    effects;
  const said = [
    latency && `latency ${formatLatency(latency)}`,
    stall && `stall ${stall.forMs === undefined ? 'forever' : formatDuration(stall.forMs)}${after(stall.afterBytes)}`,
    reset && `reset${after(reset.afterBytes)}`,
    refuse && `refuse ${refuse}`,
    status && statusText(status),
    truncate && `truncate${after(truncate.afterBytes)}`,
    garbage && 'garbage',
    drip && `drip ${drip.bytesPerSecond} bytes/s`,
    tokenLifeMs !== undefined && `token life ${formatDuration(tokenLifeMs)}`,
    credentials && `credentials ${credentialsText(credentials)}`,
    clockSkewMs !== undefined && `clock skew ${formatDuration(clockSkewMs)}`,
  ];
  return said.filter((part) => typeof part === 'string').join(', ');
}

function after(bytes: number | undefined): string {
  return bytes === undefined ? '' : ` after ${bytes} bytes`;
}

function statusText({ code, retryAfterSeconds }: StatusFault): string {
  return `status ${code}${retryAfterSeconds === undefined ? '' : ` (Retry-After ${retryAfterSeconds})`}`;
}

function credentialsText(credentials: CredentialsFault): string {
  switch (credentials.kind) {
    case 'expires':
      return credentials.inMs < 0 ? 'expired' : `expiring in ${formatDuration(credentials.inMs)}`;
    case 'missing':
      return 'missing';
    case 'role-unauthorized':
      return 'AssumeRoleUnauthorizedAccess';
    case 'profile-not-found':
      return 'InstanceProfileNotFound';
  }
}

/** Which requests a fault concerns, such as `30% of PUT /latest/api/token of i-0123456789abcdef0`. */
export function describeSelection({ selection }: Pick<Fault, 'selection'>): string {
  const { instances, tags, paths, methods, skip, share } = selection;
  const requests = [methods.join('|'), paths.join(' | ')].filter((part) => part !== '').join(' ') || 'every request';
  const whose = [...listed(instances), ...Object.entries(tags).map(([key, value]) => `${key}=${value}`)].join(' ');
  const part = share < 1 ? `${Math.round(share * 10_000) / 100}% of ` : '';
  return `${part}${requests}${whose === '' ? '' : ` of ${whose}`}${skip > 0 ? ` after the first ${skip}` : ''}`;
}

function listed(instances: FaultSelection['instances']): readonly string[] {
  return instances.length <= 3 ? instances : [...instances.slice(0, 2), `and ${instances.length - 2} more`];
}
