import type { MetricAlarm } from '#model';
import { arn } from '#model';
import type { ApiError } from '#protocol/aws';
import type { Call } from '../../action.ts';
import type { Permission } from '../../authorize/permission.ts';
import { regionalDocumentId } from '../../inventory/entities.ts';

/** The ARN of an alarm of this name. */
export function alarmArn({ accountId, region }: Pick<Call, 'accountId' | 'region'>, name: string): string {
  return arn(region, 'cloudwatch', region, accountId, `alarm:${name}`);
}

/** The id of its document. */
export function alarmDocumentId({ accountId, region }: Pick<Call, 'accountId' | 'region'>, name: string): string {
  return regionalDocumentId(accountId, region, name);
}

/** The alarms of the account in the Region, in the order of their names. */
export function alarmsOf({ inventory, accountId, region }: Call): readonly MetricAlarm[] {
  const own = inventory
    .all('metric-alarm')
    .map(({ entity }) => entity)
    .filter((alarm) => alarm.accountId === accountId && alarm.region === region);
  return own.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Permission for what is about these alarms. */
export function alarmPermissions(call: Call, names: readonly string[]): readonly Permission[] {
  return names.map((name) => {
    const resourceTags = call.inventory.get('metric-alarm', alarmDocumentId(call, name))?.tags;
    return { resource: alarmArn(call, name), resourceTags };
  });
}

/** An alarm that does not exist. */
export function noSuchAlarm(name: string): ApiError {
  return { code: 'ResourceNotFound', message: `Alarm ${name} does not exist.` };
}
