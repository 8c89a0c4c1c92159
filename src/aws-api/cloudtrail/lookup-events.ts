import { err, ok } from '#base';
import type { ApiError, cloudtrail } from '#protocol/aws';
import type { RecordedCall } from '#telemetry';
import type { ActionOf, Call } from '../action.ts';
import { cloudTrailRecord, eventSource } from './record/cloudtrail-record.ts';
import { isReadOnly } from './record/read-only.ts';
import { resourcesOf } from './record/resources.ts';
import { userName } from './record/user-identity.ts';
import { hasAttribute, mentioned } from './lookup-attribute.ts';

const MOST = 50;
const NINETY_DAYS_MS = 90 * 86_400_000;
/** Records looked at in one go, and in one call: the rest is for the next page, which may be all there is to tell. */
const BATCH = 500;
const LOOKED_AT_MAX = 20_000;

type Input = cloudtrail.LookupEventsRequest;
interface Page {
  readonly events: readonly cloudtrail.Event[];
  readonly nextKey: number | undefined;
}

/** CloudTrail API Reference, `LookupEvents`: calls of the account in the Region, the latest first. */
export const lookupEvents: ActionOf<'cloudtrail', 'LookupEvents'> = {
  validate: (input) => invalid(input),
  act(input, call) {
    const { NextToken } = input;
    if (NextToken !== undefined && !/^\d{1,16}$/.test(NextToken)) return err(INVALID_NEXT_TOKEN);
    if (input.EventCategory === 'insight') return ok({ Events: [] });
    const { events, nextKey } = find(input, call, NextToken === undefined ? undefined : Number(NextToken));
    return ok({ Events: events, NextToken: nextKey === undefined ? undefined : String(nextKey) });
  },
};

function find(input: Input, call: Call, start: number | undefined): Page {
  const { MaxResults = MOST, LookupAttributes: [attribute] = [] } = input;
  const fromMs = Math.max(input.StartTime?.getTime() ?? 0, call.nowMs - NINETY_DAYS_MS);
  // The end is part of the range.
  const toMs = input.EndTime === undefined ? undefined : input.EndTime.getTime() + 1;
  const query = {
    stream: 'call',
    fromMs,
    toMs,
    newestFirst: true,
    mentioning: mentioned(attribute),
    limit: BATCH,
  } as const;
  const events: cloudtrail.Event[] = [];
  let after = start;
  for (let looked = 0; looked < LOOKED_AT_MAX; looked += BATCH) {
    const records = call.observed.records({ ...query, after });
    for (const { key, body } of records) {
      // There is one more, so the page before ends here.
      if (events.length === MaxResults) return { events, nextKey: after };
      // Written by `Telemetry.record`.
      const event = eventOf(JSON.parse(body) as RecordedCall, call);
      if (event !== undefined && hasAttribute(event, attribute)) events.push(event);
      after = key;
    }
    if (records.length < BATCH) return { events, nextKey: undefined };
  }
  return { events, nextKey: after };
}

/** The event of a call, if the account and the Region are those of whoever asks. */
function eventOf(recorded: RecordedCall, { accountId, region }: Call): cloudtrail.Event | undefined {
  const { identity, service, operation } = recorded;
  if (identity?.accountId !== accountId || recorded.region !== region) return undefined;
  const record = cloudTrailRecord(recorded);
  if (record === undefined || service === undefined || operation === undefined) return undefined;
  return {
    EventId: recorded.eventId,
    EventName: operation,
    ReadOnly: String(isReadOnly(operation)),
    AccessKeyId: identity.accessKeyId,
    EventTime: new Date(recorded.timeMs),
    EventSource: eventSource(service),
    Username: userName(identity),
    Resources: resourcesOf(recorded).map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(record),
  };
}

function invalid({ LookupAttributes = [], MaxResults, StartTime, EndTime }: Input): ApiError | undefined {
  if (LookupAttributes.length > 1) {
    return { code: 'InvalidLookupAttributesException', message: 'You can specify only one lookup attribute.' };
  }
  if (MaxResults !== undefined && !(Number.isInteger(MaxResults) && MaxResults >= 1 && MaxResults <= MOST)) {
    return { code: 'InvalidMaxResultsException', message: `MaxResults must be between 1 and ${MOST}.` };
  }
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) {
    return { code: 'InvalidTimeRangeException', message: 'The start time must not be after the end time.' };
  }
  return undefined;
}

const INVALID_NEXT_TOKEN: ApiError = { code: 'InvalidNextTokenException', message: 'The NextToken is invalid.' };
