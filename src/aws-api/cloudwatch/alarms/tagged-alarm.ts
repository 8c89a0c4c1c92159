import { err, ok } from '#base';
import type { Result } from '#base';
import type { MetricAlarm, Tags } from '#model';
import type { ApiError, Empty } from '#protocol/aws';
import type { Call } from '../../action.ts';
import type { Permission } from '../../authorize/permission.ts';
import { alarmDocumentId } from './find-alarms.ts';

/** The alarm that an ARN names, if it is one of the caller's. */
export function findByArn(call: Call, resourceArn: string): Result<MetricAlarm, ApiError> {
  const name = /^arn:[^:]+:cloudwatch:[^:]+:\d+:alarm:(.+)$/s.exec(resourceArn)?.[1];
  const alarm = name === undefined ? undefined : call.inventory.get('metric-alarm', alarmDocumentId(call, name));
  if (alarm?.arn === resourceArn) return ok(alarm);
  return err({
    code: 'ResourceNotFoundException',
    message: `The resource ${resourceArn.slice(0, 1024)} does not exist.`,
  });
}

/** Permission for what is about the tags of an alarm. */
export function tagPermissions(call: Call, resourceArn: string, requestTags?: Tags): readonly Permission[] {
  const found = findByArn(call, resourceArn);
  return [{ resource: resourceArn, resourceTags: found.ok ? found.value.tags : undefined, requestTags }];
}

/** Changes the tags of an alarm. */
export async function changeTags(
  call: Call,
  resourceArn: string,
  change: (tags: Tags) => Tags,
): Promise<Result<Empty, ApiError>> {
  const found = findByArn(call, resourceArn);
  if (!found.ok) return found;
  const changed = await call.inventory.change('metric-alarm', alarmDocumentId(call, found.value.name), (present) =>
    ok(present === undefined ? undefined : { ...present, tags: change(present.tags) }),
  );
  return changed.ok ? ok({}) : changed;
}
