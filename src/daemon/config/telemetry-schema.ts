import * as z from 'zod';

import { byName, httpUrl, ipAddress, text, whole } from './scalars.ts';

const webhookName = z.string().regex(/^[\w.-]{1,64}$/, 'expected a name: 1 to 64 of letters, digits and _.-');
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,128}$/, 'expected the name of an HTTP header');
const actionArn = z
  .string()
  .max(1024)
  .regex(/^arn:[\w-]+:[\w-]+:.*$/, 'expected an ARN such as arn:aws:sns:us-east-1:123456789012:alarms');

const retention = z.strictObject({
  minuteDays: whole(1, 455).exactOptional(),
  fiveMinuteDays: whole(1, 455).exactOptional(),
  hourDays: whole(1, 3650).exactOptional(),
  eventDays: whole(1, 3650).exactOptional(),
  trailDays: whole(1, 3650).exactOptional(),
  historyDays: whole(1, 3650).exactOptional(),
  metricMegabytes: whole(1, 1_048_576).exactOptional(),
  eventMegabytes: whole(1, 1_048_576).exactOptional(),
  trailMegabytes: whole(1, 1_048_576).exactOptional(),
  historyMegabytes: whole(1, 1_048_576).exactOptional(),
});

const webhook = z.strictObject({
  url: httpUrl,
  secret: text(1024).exactOptional(),
  sends: z.array(z.enum(['request', 'call', 'alarm', 'finding'])).exactOptional(),
});

/** What is kept of what happened, and who is told. */
export const telemetrySchema = z.strictObject({
  retention: retention.exactOptional(),
  jsonLines: z
    .strictObject({
      file: text(),
      maxMegabytes: whole(1, 1_048_576).exactOptional(),
      keep: whole(1, 100).exactOptional(),
    })
    .exactOptional(),
  webhooks: byName(webhookName, webhook, 100).exactOptional(),
  alarmActions: byName(actionArn, webhookName, 1000).exactOptional(),
  prometheus: z.strictObject({ host: ipAddress.exactOptional(), port: whole(0, 65_535) }).exactOptional(),
  otlp: z
    .strictObject({
      endpoint: httpUrl,
      headers: byName(headerName, text(4096), 50).exactOptional(),
      intervalSeconds: whole(1, 3600).exactOptional(),
    })
    .exactOptional(),
});

/** What the file says of it, once its shape has been checked. */
export type TelemetryShape = z.infer<typeof telemetrySchema>;
