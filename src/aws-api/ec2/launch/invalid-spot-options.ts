import type { ApiError } from '#protocol/aws';
import { ec2Error } from '../errors.ts';
import type { LaunchParameters } from './launch-parameters.ts';

/** What does not go together among the options of a Spot Instance (EC2 API Reference, `SpotMarketOptions`). */
export function invalidSpotOptions({
  InstanceMarketOptions: market,
  HibernationOptions,
}: LaunchParameters): ApiError | undefined {
  const { InstanceInterruptionBehavior: behavior, SpotInstanceType: type } = market?.SpotOptions ?? {};
  if (HibernationOptions?.Configured === true && behavior !== undefined && behavior !== 'hibernate')
    return combination(`An instance that is configured for hibernation cannot ${behavior} when it is interrupted.`);
  if (type === 'persistent' && behavior !== 'stop' && behavior !== 'hibernate')
    return combination('A persistent Spot request takes the interruption behavior stop or hibernate.');
  return behavior === 'stop' && type !== 'persistent'
    ? combination('The interruption behavior stop takes a persistent Spot request.')
    : undefined;
}

function combination(message: string): ApiError {
  return ec2Error('InvalidParameterCombination', message);
}
