import type { InstanceDeclaration } from '#model';
import type { Observer } from './periods.ts';

/** When the instance began to run, if it is the observer's and runs. */
export function runningSince(observer: Omit<Observer, 'observed'>, instanceId: string): number | undefined {
  const instance = observer.inventory.get('instance', instanceId);
  return instance !== undefined && runsFor(observer, instance) ? instance.launchTimeMs : undefined;
}

/** Whether the instance is the observer's and runs: then it has a sample a minute. */
export function runsFor(
  { accountId, region }: Pick<Observer, 'accountId' | 'region'>,
  instance: InstanceDeclaration,
): boolean {
  if (instance.accountId !== accountId || instance.region !== region) return false;
  return instance.state !== 'stopped' && instance.state !== 'terminated';
}
