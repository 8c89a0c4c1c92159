import type { Clock } from '#base';
import type { InstanceLosses } from '#data-plane';
import type { DaemonNotice } from './settings.ts';

/** Who is told of one instance is not told of it again for so long. */
const QUIET_MS = 60_000;
/** Instances of which is remembered when they were told of. */
const REMEMBERED_MAX = 4096;

/** Tells the operator what callers did not get: a line an instance and minute for each kind of loss, not one for each loss. */
export function lossNotices(
  clock: Clock,
  notify: (notice: DaemonNotice) => void,
): (losses: readonly InstanceLosses[]) => void {
  const quietUntilMs = new Map<string, number>();
  const tell = (instanceId: string, notice: DaemonNotice | undefined): void => {
    if (notice === undefined) return;
    const key = `${notice.kind} ${instanceId}`;
    const nowMs = clock.now();
    if ((quietUntilMs.get(key) ?? 0) > nowMs) return;
    if (quietUntilMs.size >= REMEMBERED_MAX) quietUntilMs.clear();
    quietUntilMs.set(key, nowMs + QUIET_MS);
    notify(notice);
  };
  return (losses) => {
    for (const each of losses) {
      tell(each.instanceId, cutOffNotice(each));
      tell(each.instanceId, throttleNotice(each));
    }
  };
}

function cutOffNotice(losses: InstanceLosses): DaemonNotice | undefined {
  const { instanceId, hopLimit, hopLimitCutOffs, tokensUndelivered } = losses;
  if (hopLimitCutOffs > 0) {
    return {
      kind: 'cut-off',
      message: `a container behind ${instanceId} was cut off by hop limit ${hopLimit}: a router on the way dropped the session token it asked for. A higher HttpPutResponseHopLimit lets it through`,
    };
  }
  if (tokensUndelivered === 0) return undefined;
  return {
    kind: 'cut-off',
    message: `a session token of ${instanceId} was not taken by who asked for it: hop limit ${hopLimit} may have cut it off, or the caller is gone`,
  };
}

function throttleNotice({ instanceId, packetsThrottled, requestsThrottled }: InstanceLosses): DaemonNotice | undefined {
  if (packetsThrottled + requestsThrottled === 0) return undefined;
  const what = requestsThrottled > 0 ? 'requests are answered with 503' : 'its packets are held back';
  return { kind: 'throttled', message: `${instanceId} asks for more than it is allowed: ${what}` };
}
