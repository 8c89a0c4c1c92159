import { minuteOf } from '#telemetry';
import type { InstanceMetric } from './metric.ts';
import type { Observer } from './periods.ts';

const BATCH = 1000;

/**
 * The metrics of the account in the Region that have data since `sinceMs`, in the order of instances and names. An instance
 * that asks for metadata has `MetadataNoToken`, zero or not; `MetadataNoTokenRejected` is there once it is not zero.
 */
export function knownMetrics({ observed, accountId, region }: Observer, sinceMs: number): readonly InstanceMetric[] {
  const found: InstanceMetric[] = [];
  const since = minuteOf(sinceMs);
  for (let after = ''; ;) {
    const instances = observed.instances({ accountId, region }, since, after, BATCH);
    for (const { instanceId, lastRejectedMs } of instances) {
      found.push({ name: 'MetadataNoToken', instanceId });
      if (lastRejectedMs !== undefined && lastRejectedMs >= since)
        found.push({ name: 'MetadataNoTokenRejected', instanceId });
    }
    after = instances.at(-1)?.instanceId ?? '';
    if (instances.length < BATCH) return found;
  }
}
