import type { SpotAction } from './event.ts';
import type { InstanceDeclaration } from './instance-declaration.ts';

/**
 * What becomes of a Spot Instance that is interrupted: what was said, or else what EC2 takes from whether it can hibernate (EC2
 * API Reference, `SpotMarketOptions`).
 */
export function interruptionBehaviorOf(
  instance: Pick<InstanceDeclaration, 'interruptionBehavior' | 'hibernationConfigured'>,
): SpotAction {
  return instance.interruptionBehavior ?? (instance.hibernationConfigured === true ? 'hibernate' : 'terminate');
}
