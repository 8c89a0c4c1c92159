import type { cloudtrail } from '#protocol/aws';

type Attribute = cloudtrail.LookupAttribute | undefined;

/** Whether an event has what is looked for. */
export function hasAttribute(event: cloudtrail.Event, attribute: Attribute): boolean {
  if (attribute === undefined) return true;
  const { AttributeKey: key, AttributeValue: value } = attribute;
  switch (key) {
    case 'EventId':
    case 'EventName':
    case 'EventSource':
    case 'AccessKeyId':
    case 'Username':
    case 'ReadOnly':
      return event[key] === value;
    case 'ResourceName':
      return event.Resources?.some(({ ResourceName }) => ResourceName === value) === true;
    case 'ResourceType':
      return event.Resources?.some(({ ResourceType }) => ResourceType === value) === true;
  }
}

/** Texts that the record of such an event must have in it; none where what is told is not what is kept. */
export function mentioned(attribute: Attribute): readonly string[] {
  if (attribute === undefined) return [];
  const { AttributeKey: key, AttributeValue: value } = attribute;
  switch (key) {
    case 'EventId':
    case 'EventName':
    case 'AccessKeyId':
    case 'ResourceName':
      return [JSON.stringify(value).slice(1, -1)];
    case 'EventSource':
    case 'Username':
    case 'ReadOnly':
    case 'ResourceType':
      return [];
  }
}
