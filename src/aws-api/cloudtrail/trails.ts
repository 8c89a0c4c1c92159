import { err, ok } from '#base';
import type { ApiError } from '#protocol/aws';
import type { ActionOf } from '../action.ts';

/** CloudTrail API Reference, `DescribeTrails`. Nothing is delivered to buckets here, so there are no trails; events are kept all the same. */
export const describeTrails: ActionOf<'cloudtrail', 'DescribeTrails'> = { act: () => ok({ trailList: [] }) };

/** CloudTrail API Reference, `ListTrails`. */
export const listTrails: ActionOf<'cloudtrail', 'ListTrails'> = { act: () => ok({ Trails: [] }) };

/** CloudTrail API Reference, `GetTrail`. */
export const getTrail: ActionOf<'cloudtrail', 'GetTrail'> = { act: ({ Name }) => err(unknownTrail(Name)) };

/** CloudTrail API Reference, `GetTrailStatus`. */
export const getTrailStatus: ActionOf<'cloudtrail', 'GetTrailStatus'> = { act: ({ Name }) => err(unknownTrail(Name)) };

function unknownTrail(name: string): ApiError {
  return { code: 'TrailNotFoundException', message: `Unknown trail: ${name.slice(0, 256)}` };
}
