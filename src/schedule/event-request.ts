import { DURATION_FORM, parseDuration } from '#base';
import { INSTANCE_ACTIONS, MAINTENANCE_CODES, parseInstanceId, SPOT_ACTIONS, TARGET_LIFECYCLE_STATES } from '#model';
import * as z from 'zod';

/** What one event may be for, and say. */
export const EVENT_LIMITS = { instances: 1000, tags: 50 } as const;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;
const isTime = (text: string): boolean => TIME.test(text) && !Number.isNaN(Date.parse(text));

/** The longest duration there is: 366 days. */
const LONGEST_MS = 366 * 86_400_000;
const isDuration = (text: string): boolean => (parseDuration(text) ?? Infinity) <= LONGEST_MS;

const duration = z.string().max(32).refine(isDuration, `expected ${DURATION_FORM}, at most 366 days`);
const time = z.string().max(32).refine(isTime, 'expected a UTC time such as 2026-01-31T12:00:00Z');
const timeOrDuration = z
  .string()
  .max(32)
  .refine(
    (text) => isTime(text) || isDuration(text),
    'expected a UTC time such as 2026-01-31T12:00:00Z, or a duration from the beginning of the event, such as 10m',
  );
const instanceId = z
  .string()
  .refine((text) => parseInstanceId(text).ok, 'expected an instance id: "i-" and 8 or 17 hexadecimal digits');

const spotInterruption = z.strictObject({
  action: z.enum(SPOT_ACTIONS).exactOptional(),
  notice: duration.exactOptional(),
  rebalanceBefore: duration.exactOptional(),
  shutdown: duration.exactOptional(),
});

const maintenance = z.strictObject({
  code: z.enum(MAINTENANCE_CODES),
  description: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[^\p{Cc}]*$/u, 'holds a control character or a line break')
    .exactOptional(),
  notBefore: timeOrDuration.exactOptional(),
  notAfter: timeOrDuration.exactOptional(),
  notBeforeDeadline: timeOrDuration.exactOptional(),
  shutdown: duration.exactOptional(),
});

/** An event as somebody asks for it: by the admin API, in a configuration or in a scenario. */
export const eventRequestSchema = z.strictObject({
  at: time.exactOptional(),
  in: duration.exactOptional(),
  instances: z.array(instanceId).min(1).max(EVENT_LIMITS.instances).exactOptional(),
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).exactOptional(),
  all: z.literal(true).exactOptional(),
  anyLifeCycle: z.boolean().exactOptional(),
  spotInterruption: spotInterruption.exactOptional(),
  rebalanceRecommendation: z.literal(true).exactOptional(),
  maintenance: maintenance.exactOptional(),
  targetLifecycleState: z.enum(TARGET_LIFECYCLE_STATES).exactOptional(),
  instanceAction: z.enum(INSTANCE_ACTIONS).exactOptional(),
  credentialRotation: z.literal(true).exactOptional(),
});

/** An event as it is asked for, its shape checked: what else can be wrong with it, `planEvent` says. */
export type EventRequest = z.infer<typeof eventRequestSchema>;
