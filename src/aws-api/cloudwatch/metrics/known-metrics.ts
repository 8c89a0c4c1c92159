import { minuteOf } from '#telemetry';
import type { SeenInstance } from '#telemetry';
import type { InstanceMetric } from './metric.ts';
import type { Observer } from './periods.ts';
import { runsFor } from './running-since.ts';

const BATCH = 1000;

/**
 * The metrics of the account in the Region that have data since `sinceMs`, in the order of instances and names. An instance
 * that ran or asked for metadata has `MetadataNoToken`, zero or not; `MetadataNoTokenRejected` is there once it is not zero.
 */
export function knownMetrics(observer: Observer, sinceMs: number): readonly InstanceMetric[] {
  const since = minuteOf(sinceMs);
  const heard = heardOf(observer, since);
  const ids = new Set([...heard.keys(), ...ran(observer, since)]);
  return [...ids].sort().flatMap((instanceId) => {
    const rejectedMs = heard.get(instanceId)?.lastRejectedMs ?? Number.NEGATIVE_INFINITY;
    const names = ['MetadataNoToken', ...(rejectedMs >= since ? ['MetadataNoTokenRejected' as const] : [])] as const;
    return names.map((name) => ({ name, instanceId }));
  });
}

function heardOf({ observed, accountId, region }: Observer, sinceMs: number): ReadonlyMap<string, SeenInstance> {
  const heard = new Map<string, SeenInstance>();
  for (let after = ''; ;) {
    const instances = observed.instances({ accountId, region }, sinceMs, after, BATCH);
    for (const instance of instances) heard.set(instance.instanceId, instance);
    after = instances.at(-1)?.instanceId ?? '';
    if (instances.length < BATCH) return heard;
  }
}

/** Those of which a minute has ended that they ran in. */
function ran(observer: Observer, sinceMs: number): readonly string[] {
  const { observed, inventory, accountId, region, nowMs } = observer;
  const running = inventory
    .mentioning('instance', `"accountId":"${accountId}"`)
    .filter((instance) => runsFor(observer, instance) && instance.launchTimeMs < minuteOf(nowMs));
  return [...running.map(({ id }) => id), ...observed.ranSince({ accountId, region }, sinceMs)];
}
