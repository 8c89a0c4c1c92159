import type { ActionsOf } from '../action.ts';
import { lookupEvents } from './lookup-events.ts';
import { describeTrails, getTrail, getTrailStatus, listTrails } from './trails.ts';

/** What CloudTrail does here. */
export const CLOUDTRAIL_ACTIONS = {
  DescribeTrails: describeTrails,
  GetTrail: getTrail,
  GetTrailStatus: getTrailStatus,
  ListTrails: listTrails,
  LookupEvents: lookupEvents,
} satisfies ActionsOf<'cloudtrail'>;
